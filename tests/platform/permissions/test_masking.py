"""Masked values keep just enough to be told apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paidan.platform.permissions.masking import mask


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        ("phone", "13812341234", "138****1234"),
        ("phone", "138 1234-1234", "138****1234"),
        ("phone", "+8613812341234", "+86 138****1234"),
        ("phone", "021-6234 5678", "021****5678"),
        ("phone", "62345678", "****5678"),
        ("phone", "110", "****"),
        ("email", "zhangsan@example.com", "z***@example.com"),
        ("email", "z@example.com", "***@example.com"),
        ("email", "not an address", "n****s"),
        ("name", "张三", "张*"),
        ("name", "欧阳明月", "欧***"),
        ("name", "李", "*"),
        ("name", "John Smith", "J*** S***"),
        ("id_number", "11010519491231002X", "110*************2X"),
        ("id_number", "1234567", "****"),
        ("address", "上海市浦东新区张江路100号3栋502室", "上海市浦东新区****"),
        ("address", "广东省深圳市南山区科技园1号", "广东省深圳市南山区****"),
        ("address", "广西壮族自治区南宁市青秀区1号", "广西壮族自治区南宁市青秀区****"),
        ("address", "221B Baker Street, London", "****, London"),
        ("address", "张江路100号", "****"),
        ("address", "上海市", "****"),
        ("text", "SN-2291-88", "S****8"),
        ("text", "short", "****"),
        ("nonsense", "SN-2291-88", "S****8"),
        ("phone", 13812341234, "****"),
        ("phone", None, None),
        ("phone", "", ""),
    ],
)
def test_each_kind_has_its_mask(kind, value, shown):
    assert mask(kind, value) == shown


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True))
def test_the_middle_of_a_phone_number_is_never_shown(phone):
    assert mask("phone", phone) == f"{phone[:3]}****{phone[7:]}"


@given(st.sampled_from(["phone", "email", "name", "id_number", "address", "text"]), st.text(min_size=2))
def test_no_value_of_two_signs_or_more_is_shown_whole(kind, value):
    if value.strip("* ") and len(set(value)) > 1:
        assert mask(kind, value) != value
