"""Tells whoever started Rongcheng what it is doing, in one line each (启动进度)."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import Literal

Say = Callable[[str], None]
LANGUAGE_VARIABLES = ("RONGCHENG_LANG", "LC_ALL", "LC_MESSAGES", "LANG")

LINES = {
    "folder_moved": (
        "数据库用户进不去 {project}，数据改放在 {folder}。",
        "PostgreSQL's account cannot enter {project}; the data folder is {folder}.",
    ),
    "database_starting": ("正在启动数据库……", "Starting the database ..."),
    "database_recovering": (
        "数据库正在恢复，已用 {seconds} 秒；不要中断，数据都在。",
        "The database is recovering, {seconds} s so far; let it finish, nothing is lost.",
    ),
    "database_started": ("数据库已启动。", "The database is up."),
    "setting_up": ("正在准备数据……", "Setting up the data ..."),
    "setup_tables": ("  数据库结构", "  database tables"),
    "setup_policy": ("  政策与机构：{metro}", "  policy and institutions: {metro}"),
    "setup_demo": ("  模拟的一天", "  a simulated day"),
    "access_verified": ("访问记录链核对无误。", "The chain of access records is sound."),
    "access_end": (
        "访问记录链尾（请另处保存）：{anchor}",
        "End of the chain of access records (keep it elsewhere): {anchor}",
    ),
    "webhooks_made": ("订阅编号 {endpoint}。", "The subscription is {endpoint}."),
    "webhooks_secret": (
        "签名密钥（只显示这一次，请存进对方系统）：{secret}",
        "Its secret (shown this once; keep it in the app's system): {secret}",
    ),
    "webhooks_retried": ("{count} 条排回队里。", "{count} back in line."),
    "webhooks_counts": (
        "累计 {told} 排队 {waiting} 没送到 {dead}",
        "told {told} waiting {waiting} dead {dead}",
    ),
    "staff_added": ("账号 {login} 已开通。", "The account {login} is open."),
    "staff_known": (
        "账号 {login} 早已开通，没有改动。",
        "The account {login} was open before; nothing was changed.",
    ),
    "staff_password": (
        "初始密码（只显示这一次，首次登录时更换）：{password}",
        "Initial password (shown this once; changed at the first sign-in): {password}",
    ),
    "staff_reset": (
        "{login} 的验证器已重置，下次登录时重新设置。",
        "The authenticator of {login} is reset; the next sign-in sets up a new one.",
    ),
    "staff_unlocked": ("{login} 的锁定已解除。", "{login} is unlocked."),
    "staff_not_locked": ("{login} 没有被锁定。", "{login} was not locked."),
    "staff_closed": (
        "账号 {login} 已停用，登录全部结束。",
        "The account {login} is closed and its sign-ins have ended.",
    ),
    "staff_opened": ("账号 {login} 已恢复使用。", "The account {login} is open again."),
    "staff_moved": (
        "{login} 现在的部门：{department}（* 为全部）。手上看不到的办件放回待办 {count} 件。",
        "{login} now works for {department} (* is all). {count} cases went back to their queue.",
    ),
    "staff_state_closed": ("已停用", "closed"),
    "staff_state_initial": ("还是初始密码", "initial password"),
    "staff_state_no_authenticator": ("未设验证器", "no authenticator"),
    "staff_state_resting": ("锁定到 {until}", "locked until {until}"),
    "verified": ("总账与决定全部核对无误。", "Ledger and decisions are sound."),
    "verified_ledger": ("总账核对无误。", "The ledger is sound."),
    "redeciding": ("重新计算全部决定", "Deciding again"),
    "redecided": (
        "重新计算了 {count} 项决定，涉及 {editions} 个政策版本。",
        "Decided again: {count} decisions under {editions} policy editions.",
    ),
    "redecided_older": (
        "其中 {count} 项当时由另外 {versions} 个规则版本计算。",
        "{count} of them were made by {versions} other versions of the rules.",
    ),
    "redecided_differing": ("{count} 项与当时不一致。", "{count} do not stand."),
    "redecided_all": ("全部与当时一致。", "All come out as they were made."),
    "rules_differ": ("规则版本 {then} → {now}", "rules {then} → {now}"),
    "faults": ("共 {count} 处问题。", "Faults found: {count}."),
    "attachments_read": ("读过全部 {count} 个附件。", "Attachments read: {count}."),
    "backup_taking": ("正在备份……", "Backing up ..."),
    "backup_done": (
        "备份已写到 {file}：{settlements} 笔结算，{size} MB，{seconds} 秒。",
        "Backup written to {file}: {settlements} settlements, {size} MB, {seconds} s.",
    ),
    "backup_files": (
        "附件 {count} 个，已封存，一并写入。",
        "Attachments in it, sealed as they lie: {count}.",
    ),
    "backup_keys": (
        "备份里没有密钥。请把 {file} 另外保管（标记 {mark}）；没有它，备份打不开。",
        "It holds no keys. Keep {file} apart (mark {mark}); without it the backup opens nothing.",
    ),
    "restore_checked": (
        "备份完好：{made_at}，版本 {release}，{settlements} 笔结算。",
        "The backup is whole: {made_at}, release {release}, {settlements} settlements.",
    ),
    "restore_filling": ("正在恢复数据……", "Restoring the data ..."),
    "restore_filled": (
        "数据已恢复，行数与备份一致（{seconds} 秒）。",
        "The data is restored, row for row as counted in the backup ({seconds} s).",
    ),
    "restore_files": ("附件已恢复：{count} 个。", "Attachments restored: {count}."),
    "restore_tables": (
        "正在升级数据库结构……",
        "Bringing the tables up to this release ...",
    ),
    "restore_verifying": ("正在核对总账和全部决定……", "Checking the ledger and every decision ..."),
    "restore_done": (
        "恢复完成。用 rongcheng up --data {folder} 启动。",
        "Restored. Start it with: rongcheng up --data {folder}",
    ),
    "data_set_done": (
        "{file}：{residents} 名居民，{visits} 行就诊，{size} MB，{seconds} 秒。全部是编造的数据。",
        "{file}: {residents} residents, {visits} rows of visits, {size} MB, {seconds} s; made up.",
    ),
    "net_pays": ("  {pool}：付出 {amount} 元", "  {pool}: pays {amount} yuan"),
    "net_receives": ("  {pool}：收进 {amount} 元", "  {pool}: receives {amount} yuan"),
    "cleared": (
        "第 {seq} 期已清算到 {until}，{count} 份对账单在 {folder}。",
        "Window {seq} is cleared up to {until}; {count} statements are in {folder}.",
    ),
    "simulating_people": ("模拟居民入册", "bringing the people in"),
    "simulating_days": ("模拟的日子", "days"),
    "simulating_events": ("{title}，当天第 {events} 件事", "{title}, event {events} of the day"),
    "simulated_files": (
        "总账、对账单和小结写在 {folder}。",
        "Ledger, statements and report are in {folder}.",
    ),
    "live_begun": (
        "{day}：今天安排了 {events} 件事，已过去的 {past} 件正在补上。",
        "{day}: {events} events are planned, the {past} past ones are being caught up.",
    ),
    "live_done": ("{day}：今天演完了，结算 {count} 笔。", "{day}: done, {count} settlements."),
    "batch_sorting": ("排序", "sorting"),
    "batch_settling": ("结算", "settling"),
    "batch_done": (
        "{rows} 行：结算 {settled}，按规定不予结算 {refused}，有错 {faulty}；"
        "{seconds} 秒（每秒 {rate} 行）。结果在 {out}",
        "{rows} rows: {settled} settled, {refused} refused by the rules, {faulty} faulty; "
        "{seconds} s ({rate} rows/s). Results: {out}",
    ),
    "batch_faults": (
        "没有结算的行和原因在 {faults}",
        "Rows that were not settled, each with its reason: {faults}",
    ),
    "parts_starting": (
        "正在启动网页服务和后台任务……",
        "Starting the web server and the job worker ...",
    ),
    "ready": (
        "融城已就绪：{address}    按 Ctrl-C 停止",
        "Rongcheng is ready: {address}    Ctrl-C stops it",
    ),
    "died": (
        "{name} 意外退出（{status}），正在重新启动。",
        "{name} ended unexpectedly ({status}); starting it again.",
    ),
    "died_wait": (
        "{name} 又退出了（{status}），{seconds} 秒后再启动。日志：{log}",
        "{name} ended again ({status}); starting it again in {seconds} s. Log: {log}",
    ),
    "back": ("{name} 已恢复。", "{name} is back."),
    "stopping": ("正在停止……", "Stopping ..."),
    "stopped": ("已全部停止，数据保留在 {folder}。", "All stopped; the data is kept in {folder}."),
    "waiting_command": (
        "数据库正由 {name} 使用，等它结束。",
        "The database is in use by {name}; waiting for its end.",
    ),
    "waiting_leftover": (
        "上次运行的 {name} 还在退出，稍等。",
        "{name} of the last run is still ending; waiting for it.",
    ),
}


def chosen_language(environment: Mapping[str, str] = os.environ) -> Literal["zh", "en"]:
    """Return the reader's language: Chinese, unless the locale says English."""
    for name in LANGUAGE_VARIABLES:
        value = environment.get(name)
        if value:
            return "en" if value.lower().startswith("en") else "zh"
    return "zh"


def line(key: str, **params: object) -> str:
    """Return one line of progress in the reader's language."""
    chinese, english = LINES[key]
    return (chinese if chosen_language() == "zh" else english).format(**params)
