"""What can go wrong while a city's app signs somebody in: whose fault, and what to do next."""

from __future__ import annotations

from rongcheng.kernel.errors import CallerError, OurError, PeerError


class AppNotOffered(CallerError):
    """No such app is offered here."""

    code = "city_app.E001"
    status = 404
    zh = "这里不能用这座城市的应用登录。请回到登录页，从列出的应用里选；没有手机也可以到窗口办。"
    en = "This city's app does not sign you in here. Choose one on the sign-in page, or a counter."


class AppsFaulty(OurError):
    """The setting RONGCHENG_APPS cannot be read."""

    code = "city_app.E002"
    zh = "城市应用的登录设置有误：{why_zh}。请管理员对照 docs/signin.md 改正 RONGCHENG_APPS。"
    en = "The setting of the cities' apps is faulty: {why_en}. Correct RONGCHENG_APPS as told."


class SignInExpired(CallerError):
    """The way back carries no attempt that this browser began (or one too old)."""

    code = "city_app.E003"
    zh = "这次登录已经过期，或不是在这个浏览器里开始的。没有登录；请重新点一次应用。"
    en = "This sign-in has expired or was begun elsewhere. Nobody was signed in; begin it again."


class SignInCancelled(CallerError):
    """The resident turned back in the app."""

    code = "city_app.E004"
    zh = "您在「{app_zh}」里取消了登录。要继续，请再点一次；也可以换一种方式，或到窗口办。"
    en = "You turned back in {app_en}. Choose it again to go on, another way, or a counter."


class AppNotAnswering(PeerError):
    """The app's sign-in service is down, slow, or says nothing readable."""

    code = "city_app.E005"
    zh = (
        "「{app_zh}」现在没有回应（{why_zh}），不是您操作有误，您的信息没有变动。"
        "请过几分钟再试；着急请换另一座城市的应用，或到窗口办。"
    )
    en = (
        "{app_en} does not answer ({why_en}). It is not your doing, and nothing was changed. Try "
        "again in a few minutes; if it is urgent, use another city's app or a counter."
    )


class AppAnswerWrong(PeerError):
    """What the app's sign-in service said does not hold."""

    code = "city_app.E006"
    zh = (
        "「{app_zh}」的登录答复没有通过核对（{why_zh}）。没有登录，您的信息没有变动，不是您操作有误。"
        "请换另一座城市的应用，或到窗口办；我们已记下，会和对方一起查。"
    )
    en = (
        "What {app_en} answered does not hold ({why_en}). Nobody was signed in, nothing was "
        "changed, and it is not your doing. Use another city's app or a counter; it is noted here."
    )


class AppNotSure(CallerError):
    """The app knows the person, but not well enough: she is not authenticated by her real name."""

    code = "city_app.E007"
    status = 403
    zh = (
        "您在「{app_zh}」里还没有完成实名认证。请先在应用里认证，再回来登录；"
        "也可以带身份证到窗口办。"
    )
    en = (
        "{app_en} has not verified your identity yet. Do that in the app and come back, or bring "
        "your ID card to a counter."
    )


class AppNameDiffers(CallerError):
    """The ID number is registered with another name."""

    code = "city_app.E008"
    status = 403
    zh = (
        "「{app_zh}」给出的姓名和这里登记的不一致，没有登录，登记没有变动。"
        "改过名的，请带身份证到任意一座成员城市的窗口更名；没改过名的，请在应用里核对实名信息。"
    )
    en = (
        "The name that {app_en} gives is not the one registered here. You were not signed in and "
        "nothing was changed. After a change of name bring your ID card to a counter of any "
        "member city; otherwise check your name in the app."
    )


class AppAccountMoved(CallerError):
    """The app's account spoke for another person before."""

    code = "city_app.E009"
    status = 403
    zh = (
        "「{app_zh}」里的这个账号以前是另一个人登录用的，没有登录，什么也没有变动。"
        "请用另一座城市的应用登录，或带身份证到窗口办。"
    )
    en = (
        "This account of {app_en} signed somebody else in before. You were not signed in and "
        "nothing was changed. Use another city's app, or bring your ID card to a counter."
    )


class AppSignInClosed(CallerError):
    """The resident's account here was closed."""

    code = "city_app.E010"
    status = 403
    zh = "您在这里的登录已经停用。请带身份证到窗口，需要办的事可以当场办。"
    en = "Your sign-in here is closed. Bring your ID card to a counter; they serve you there."


class LinkUnknown(CallerError):
    """Nobody signed in here by this app under this name."""

    code = "city_app.E011"
    status = 403
    zh = "这位用户没有用这个应用登录过融城，不能查。请先让本人在应用里登录一次。"
    en = "Nobody signed in by this app under this name. Let her sign in by the app first."


class AppBlocked(CallerError):
    """The resident said that this app's account is not hers, and no counter has lifted that yet."""

    code = "city_app.E012"
    status = 403
    zh = (
        "这里已经登记：「{app_zh}」里的账号不是本人的，或者被别人用了，所以不再用它登录，什么也没有变动。"
        "请用另一座城市的应用登录；要恢复，请带身份证到任意一座成员城市的窗口。"
    )
    en = (
        "It was said here that the account at {app_en} is not hers or was taken over, so it signs "
        "nobody in and nothing was changed. Use another city's app; to have it back, bring your "
        "ID card to a counter of any member city."
    )


class AppLinkUnknown(CallerError):
    """There is no such app, or no such block, for this person."""

    code = "city_app.E013"
    status = 404
    zh = "没有找到这个登录用的应用，什么都没有改动。请刷新页面，从列出的里面选。"
    en = "There is no such app here; nothing was changed. Load the page anew and choose from it."


class ReleaseUnfit(CallerError):
    """A form to release an app lacks its reason or the confirmation."""

    code = "city_app.E014"
    zh = "还没有解除：请选好原因，并勾选确认，再按一次。"
    en = "Nothing was released yet: choose the reason, tick the confirmation, and press again."


class LiftNeedsCard(CallerError):
    """Whoever stands there showed a code: it says whose phone it is, not who holds it."""

    code = "city_app.E015"
    status = 403
    zh = "恢复之前要核对身份证：请回到窗口首页，按证件重新查找本人，再来恢复。什么都没有改动。"
    en = (
        "This needs her ID card: find her at the counter by the card, then come back here. Nothing "
        "was changed."
    )
