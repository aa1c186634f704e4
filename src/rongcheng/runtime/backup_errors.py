"""What can go wrong with a backup and its restore, each with what to do next (备份的错误)."""

from __future__ import annotations

from rongcheng.kernel.errors import CallerError, OurError


class BackupExists(CallerError):
    """A file of the backup's name is there already."""

    code = "runtime.E017"
    zh = "{file} 已经存在。请换一个文件名，或加上 --force 覆盖它。"
    en = "{file} exists already. Choose another name, or add --force to replace it."


class BackupUnwritable(CallerError):
    """The backup cannot be written where it was asked for."""

    code = "runtime.E018"
    zh = "备份写不进 {file}：{problem}。没有留下半个文件。请检查目录和剩余空间，再运行一次。"
    en = (
        "The backup cannot be written to {file}: {problem}. No half file was left. Check the"
        " folder and the room on its disk, and run again."
    )


class BackupForeign(CallerError):
    """The file is no backup of Rongcheng."""

    code = "runtime.E019"
    zh = "{file} 不是融城的备份文件，什么都没有改动。请给出 rongcheng backup 写出的文件。"
    en = (
        "{file} is no backup of Rongcheng; nothing was changed. Name a file that"
        " `rongcheng backup` wrote."
    )


class BackupDamaged(CallerError):
    """The backup is not, bit for bit, what was written."""

    code = "runtime.E020"
    zh = "备份 {file} 已损坏或不完整，什么都没有改动。请重新复制一份，或改用另一份备份。"
    en = (
        "The backup {file} is damaged or cut off; nothing was changed. Copy it again, or use"
        " another backup."
    )


class BackupNewer(CallerError):
    """The backup was made by a release that this one does not know."""

    code = "runtime.E021"
    zh = "备份 {file} 由较新的版本 {release} 做出，这里不认识它的数据结构。请装上该版本再恢复。"
    en = (
        "The backup {file} was made by the newer release {release}, whose tables are unknown"
        " here. Install that release and restore with it."
    )


class BackupKeysMissing(CallerError):
    """A restore needs the key file, which no backup holds."""

    code = "runtime.E022"
    zh = (
        "备份里没有密钥。请用 --keys 给出另外保管的密钥文件，或先把它放到 {file}（权限 600），"
        "再运行一次。"
    )
    en = (
        "A backup holds no keys. Name the key file, which is kept apart, with --keys, or put it"
        " at {file} (mode 600), and run again."
    )


class BackupKeysWrong(CallerError):
    """The keys are not those of this backup."""

    code = "runtime.E023"
    zh = "密钥文件 {file} 不是这份备份的，什么都没有恢复。这份备份要用标记为 {mark} 的密钥。"
    en = (
        "The key file {file} is not that of this backup; nothing was restored. The backup wants"
        " the keys marked {mark}."
    )


class RestoreNotEmpty(CallerError):
    """There is a database already where the backup should be restored."""

    code = "runtime.E024"
    zh = "{place} 里已经有数据库，恢复不会覆盖它。请用 --data 另选一个目录，或给一个空数据库。"
    en = (
        "There is a database already in {place}, and restoring never replaces one. Choose another"
        " folder with --data, or name an empty database."
    )


class RestoreUnfinished(CallerError):
    """A restore into this data folder was cut off."""

    code = "runtime.E025"
    zh = "往 {folder} 的恢复没有做完。请把 rongcheng restore {file} 再运行一次，会从头做好。"
    en = (
        "A restore into {folder} was not finished. Run `rongcheng restore {file}` again; it does"
        " the whole."
    )


class RestoreIncomplete(OurError):
    """What was restored is not what the backup counted."""

    code = "runtime.E026"
    zh = "恢复后的数据与备份清单不符：{tables}。请不要使用它，换一个目录再恢复一次。"
    en = (
        "What was restored differs from the backup's list: {tables}. Do not use it; restore"
        " again into another folder."
    )


class DumpFailed(OurError):
    """PostgreSQL's own program did not finish."""

    code = "runtime.E027"
    zh = "{program} 没有完成：{tail}。数据没有变化；改正后再运行一次。"
    en = "{program} did not finish: {tail}. No data changed; mend that and run again."


class ProgramsTooOld(CallerError):
    """The database is newer than the PostgreSQL programs here, or the other way round."""

    code = "runtime.E028"
    zh = (
        "数据库是 PostgreSQL {version}，这里的程序只到 {newest}，读写不了它的备份。"
        "请用 {version} 版自带的 pg_dump 和 pg_restore，密钥文件照样另外保管。"
    )
    en = (
        "The database is PostgreSQL {version}, the programs here go up to {newest}. Use pg_dump"
        " and pg_restore of version {version}, and keep the key file apart as well."
    )


class ServerTooOld(CallerError):
    """The database to restore into is older than the one that was backed up."""

    code = "runtime.E029"
    zh = "备份来自 PostgreSQL {version}，要恢复到的数据库是 {given}。请用 {version} 或更新的版本。"
    en = (
        "The backup is of PostgreSQL {version}, the database to restore into is {given}. Use"
        " version {version} or newer."
    )


class BackupKeyRetired(CallerError):
    """The backup was taken under a key version that has been retired since."""

    code = "runtime.E032"
    zh = (
        "备份里的数据用版本 {versions} 的密钥封存，{file} 里已经没有它。"
        "请用当时另外保管的那份密钥文件恢复，没有改动任何东西。"
    )
    en = (
        "The backup holds values sealed under key version {versions}, which {file} no longer has."
        " Restore with the copy of the key file that you kept with it; nothing was touched."
    )
