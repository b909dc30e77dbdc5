"""Nobody slips a header or a second recipient into an address."""

import pytest

from paidan.platform.notifications.addresses import check_address, is_address
from paidan.platform.notifications.errors import AddressInvalid


@pytest.mark.parametrize(
    "address", ["a@b.cn", "first.last+tag@mail.example.com", "服务@例子.公司", "x_y@localhost", " a@b.cn "]
)
def test_an_address_is_taken(address):
    assert check_address("email", address) == address.strip()


@pytest.mark.parametrize(
    "address",
    [
        "", "a", "a@", "@b.cn", "a@b@c", "a b@c.cn", "a@b.cn\r\nBcc: x@y.z", "a@b.cn\n", "a@b.cn,x@y.z", "a@b.cn;x@y.z",
        "Ann <a@b.cn>", '"a"@b.cn', "a@-b.cn", "a@b..cn", "a@[127.0.0.1]", "a\x00@b.cn", "a@" + "b" * 300 + ".cn",
    ],
)  # fmt: skip
def test_what_is_no_single_address_is_refused(address):
    with pytest.raises(AddressInvalid):
        check_address("email", address)


def test_phones_are_for_short_messages():
    assert is_address("sms", "+86 138-0013-8000")
    assert not is_address("sms", "a@b.cn")
