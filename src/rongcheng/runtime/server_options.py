"""How the embedded server is set: durable, private, and silent about people (数据库参数).

Given on the command line at every start, so that a data folder made by an earlier release runs
with the settings of this one.
"""

from __future__ import annotations

from pathlib import Path

# A socket's address holds 107 bytes, of which the file's own name takes 14; stay clear of both.
LONGEST_SOCKET_FOLDER = 86
FIRST_MAJOR_WITH_BUILTIN_LOCALE = 17

SETTINGS = {
    # Nobody but this user gets in: a socket in a private folder, no network port.
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "password_encryption": "scram-sha-256",
    # What was acknowledged stays.
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    # Room for a metro area on a small machine.
    "max_connections": "100",
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "wal_buffers": "16MB",
    "min_wal_size": "256MB",
    "max_wal_size": "2GB",
    "checkpoint_timeout": "10min",
    "random_page_cost": "1.1",
    "jit": "off",
    # A week of logs; never a statement or a row in them, which may tell of a person.
    "logging_collector": "on",
    "log_filename": "postgresql-%a.log",
    "log_rotation_age": "1d",
    "log_rotation_size": "0",
    "log_truncate_on_rotation": "on",
    "log_min_error_statement": "panic",
    # A refused statement's own message may repeat a value; whoever sent it is told, and logs it.
    "log_min_messages": "log",
    "log_error_verbosity": "terse",
    "log_min_duration_statement": "-1",
    "log_statement": "none",
    "lc_messages": "C",
    "timezone": "Asia/Shanghai",
    "log_timezone": "Asia/Shanghai",
}
FAST_TEST_SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_wal_size": "4GB",
    "max_connections": "250",
    "autovacuum_naptime": "5min",
    # What one test's few rows look like is no help to the next one's many: a plan made for them
    # took two minutes instead of seconds, now and then.
    "autovacuum_analyze_threshold": "1000000000",
    # A helper of a query is a process that starts: dearer than a whole look at a test's few rows.
    "max_parallel_workers_per_gather": "0",
    "logging_collector": "off",
}


def server_options(socket_folder: Path, log_folder: Path, *, fast_tests: bool) -> list[str]:
    """Return the server's options as command-line words."""
    settings = SETTINGS | (FAST_TEST_SETTINGS if fast_tests else {})
    settings |= {
        "unix_socket_directories": str(socket_folder),
        "log_directory": str(log_folder),
    }
    return [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]


def initdb_options(major: int, *, fast_tests: bool) -> list[str]:
    """Return the options to make a database: UTF-8, passwords, checksums on every page."""
    options = [
        "--encoding=UTF8",
        "--auth=scram-sha-256",
        "--data-checksums",
        "--no-instructions",
        # Rounds slow down whoever guesses. Nobody guesses 192 random bits, and both sides would do
        # 4,096 rounds for each connection: most of the time that it takes to open one.
        "--set=scram_iterations=1",
    ]
    if major >= FIRST_MAJOR_WITH_BUILTIN_LOCALE:
        # The same order of characters on every machine, whatever its C library.
        options += ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    else:
        options += ["--locale=C"]
    return [*options, "--no-sync"] if fast_tests else options
