"""What the commands about keys say, in both languages (密钥命令用语)."""

from __future__ import annotations

from rongcheng.runtime.console import chosen_language

WORDS = {
    "place": ("密钥来源：{place}，算法 {suite}", "Keys: {place}, suite {suite}"),
    "version_now": ("  版本 {version}：现在用它封存", "  version {version}: seals now"),
    "version_next": (
        "  版本 {version}：已备好，还没有启用",
        "  version {version}: ready, not in use",
    ),
    "version_old": ("  版本 {version}：只用来打开", "  version {version}: opens only"),
    "column": ("  {name}：{counts}", "  {name}: {counts}"),
    "count": ("版本 {version} {count} 条", "version {version} {count}"),
    "empty": ("没有数据", "nothing"),
    "unreadable": (
        "  {name}：{count} 条打不开，原样保留；请查 rongcheng verify",
        "  {name}: {count} do not open and were left; see `rongcheng verify`",
    ),
    "all_new": (
        "全部数据都用版本 {version} 封存。",
        "Everything is sealed under version {version}.",
    ),
    "still_old": (
        "还有 {count} 条用旧版本封存，后台会接着重封；马上做完请运行 rongcheng keys reseal。",
        "{count} values lie under older versions; the worker goes on, `rongcheng keys reseal` ends"
        " it now.",
    ),
    "chain": (
        "访问记录的封签保持原样，由其后的批次担保。",
        "Seals of access records stay as they are; later batches vouch for them.",
    ),
    "rotated": (
        "已换新密钥：从现在起用版本 {version} 封存，旧版本仍能打开。"
        "运行中的服务一秒内自动换用，不用重启。",
        "Version {version} seals from now on, older ones go on opening. What runs takes it up"
        " within a second, without a restart.",
    ),
    "session_rotated": (
        "登录从现在起用新密钥签名，没有人被退出；以前的登录用旧密钥，{until} 以后旧密钥不再认。",
        "Sessions are signed by a new secret from now on and nobody is signed out; the old one is"
        " accepted until {until}.",
    ),
    "session_open": (
        "  登录密钥：还有一个也认，还没有到期时间",
        "  session secret: one more is accepted, without an end",
    ),
    "session_old": (
        "  登录密钥：旧的认到 {until}",
        "  session secret: the old one is accepted until {until}",
    ),
    "keep_copy": (
        "请马上把 {file} 另存一份。以前的那份也要留着：以前的备份要用它打开。",
        "Copy {file} to its safe place now, and keep the earlier copy: earlier backups need it.",
    ),
    "resealing": ("换钥重封", "Sealing anew"),
    "resealed": ("重封了 {count} 条。", "Sealed {count} values anew."),
    "not_finished": (
        "有些数据正被占用，没有做完。请再运行一次，或留给后台。",
        "Some rows were held by somebody. Run it again, or leave it to the worker.",
    ),
    "retired": (
        "版本 {version} 已停用：没有数据用它封存，数据库也不再接受它。",
        "Version {version} is retired: nothing is sealed under it, and the database refuses it.",
    ),
    "take_out": (
        "请在 {place} 里删掉 {name}，再重启服务。以前的备份还要用它，另外保管好。",
        "Take {name} out of {place} and restart. Earlier backups still need it: keep it apart.",
    ),
}


def word(key: str, **params: object) -> str:
    """Return one line in the reader's language."""
    chinese, english = WORDS[key]
    return (chinese if chosen_language() == "zh" else english).format(**params)
