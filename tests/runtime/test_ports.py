"""A taken port is named, with who has it and which one is free."""

from __future__ import annotations

import os
import socket

import pytest

from rongcheng.runtime.errors import AddressUnusable, PortTaken
from rongcheng.runtime.ports import check_port, find_listener


def test_a_free_port_passes_and_stays_free() -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = int(probe.getsockname()[1])
    assert check_port("127.0.0.1", port) == "127.0.0.1"
    assert check_port("localhost", port) in {"127.0.0.1", "::1"}


def test_a_taken_port_names_its_holder_and_a_free_one() -> None:
    with socket.create_server(("127.0.0.1", 0)) as holder:
        port = int(holder.getsockname()[1])
        with pytest.raises(PortTaken) as caught:
            check_port("127.0.0.1", port)
        assert find_listener(port) == os.getpid()
    text = caught.value.message("zh")
    assert f"127.0.0.1:{port}" in text
    assert f"pid {os.getpid()}" in text
    suggestion = int(str(caught.value.params["suggestion"]))
    assert port < suggestion <= port + 100


def test_a_port_shared_by_its_holder_counts_as_taken() -> None:
    with socket.socket() as holder:
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        with pytest.raises(PortTaken):
            check_port("127.0.0.1", int(holder.getsockname()[1]))


@pytest.mark.parametrize("host", ["no-such-host.invalid", "192.0.2.1"])
def test_an_address_that_is_not_ours_is_named(host: str) -> None:
    with pytest.raises(AddressUnusable, match=host):
        check_port(host, 8000)
