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
    "verified": ("总账与决定全部核对无误。", "Ledger and decisions are sound."),
    "faults": ("共 {count} 处问题。", "Faults found: {count}."),
    "backup_taking": ("正在备份……", "Backing up ..."),
    "backup_done": (
        "备份已写到 {file}：{settlements} 笔结算，{size} MB，{seconds} 秒。",
        "Backup written to {file}: {settlements} settlements, {size} MB, {seconds} s.",
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
    "restore_tables": (
        "正在升级数据库结构……",
        "Bringing the tables up to this release ...",
    ),
    "restore_verifying": ("正在核对总账和全部决定……", "Checking the ledger and every decision ..."),
    "restore_done": (
        "恢复完成。用 rongcheng up --data {folder} 启动。",
        "Restored. Start it with: rongcheng up --data {folder}",
    ),
    "net_pays": ("  {pool}：付出 {amount} 元", "  {pool}: pays {amount} yuan"),
    "net_receives": ("  {pool}：收进 {amount} 元", "  {pool}: receives {amount} yuan"),
    "cleared": (
        "第 {seq} 期已清算到 {until}，{count} 份对账单在 {folder}。",
        "Window {seq} is cleared up to {until}; {count} statements are in {folder}.",
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
