"""Which passwords are taken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paidan.platform.identity.errors import PasswordUnfit
from paidan.platform.identity.password_rules import check_password


@pytest.mark.parametrize(
    "password",
    ["copper kettle 91", "窗前的猫在看十二月的雨", "xK9#mPq2vLzR", "wangli likes 3 pears", " leading space 7"],
)
def test_a_long_uncommon_password_is_taken(password):
    check_password(password, login="wangli", name="王丽")


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("", "password.too_short"),
        ("Kd8#2!xPq", "password.too_short"),
        ("x" * 201, "password.too_long"),
        ("Password123", "password.too_common"),
        ("ＰＡＳＳＷＯＲＤ１２３", "password.too_common"),
        ("aaaaaaaaaaaa", "password.too_common"),
        ("abcabcabcabc", "password.too_common"),
        ("1234567890", "password.too_common"),
        ("0987654321", "password.too_common"),
        ("qwertyuiop", "password.too_common"),
        ("wangli2026", "password.too_common"),
        ("wangliwangli!", "password.too_common"),
    ],
)
def test_a_short_or_guessable_password_is_refused_with_its_reason(password, reason):
    with pytest.raises(PasswordUnfit) as refused:
        check_password(password, login="wangli", name="王丽")

    assert [one.code for one in refused.value.fields["password"]] == [reason]


@given(st.text(max_size=9))
def test_nothing_below_ten_characters_is_taken(password):
    with pytest.raises(PasswordUnfit):
        check_password(password)
