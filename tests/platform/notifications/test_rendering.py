"""Words with blanks become a message, whatever stands in the values."""

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paidan.platform.notifications.rendering import Reader, Variable, Words, find_unknown, render, to_html

CHINESE, ENGLISH = (Reader(language, ZoneInfo("Asia/Shanghai")) for language in ("zh-CN", "en"))
NUMBER = Variable("number", {"zh-CN": "工单号", "en": "order number"})
STATUS = Variable("status", {"zh-CN": "状态", "en": "status"})
DUE = Variable("due", {"zh-CN": "到期时间", "en": "due"}, kind="moment")
ALL = (NUMBER, STATUS, DUE)


def body(text, reader=CHINESE, **params):
    return render(Words("", text), ALL, params, reader).body


@pytest.mark.parametrize("name", ["number", "工单号", "order number", " 工单号 "])
def test_a_variable_is_named_by_its_key_or_its_label_in_any_language(name):
    assert body("请看 {" + name + "}", number="WO-7") == "请看 WO-7"


@pytest.mark.parametrize(
    ("value", "chinese", "english"),
    [
        ({"zh-CN": "处理中", "en": "open"}, "处理中", "open"),
        (["甲", "乙"], "甲、乙", "甲, 乙"),
        ([{"zh-CN": "甲", "en": "A"}, {"zh-CN": "乙", "en": "B"}], "甲、乙", "A, B"),
        (3.0, "3", "3"),
        (2.5, "2.5", "2.5"),
        (True, "是", "yes"),
        (None, "", ""),
    ],
)
def test_a_value_is_shown_in_the_readers_language(value, chinese, english):
    assert body("<{status}>", status=value) == f"<{chinese}>"
    assert body("<{status}>", ENGLISH, status=value) == f"<{english}>"


def test_a_moment_is_shown_in_the_readers_zone():
    due = "2026-11-16T10:00:00.000Z"
    assert body("{due}", due=due) == "2026-11-16 18:00"
    assert body("{due}", Reader("en", ZoneInfo("Europe/Berlin")), due=due) == "2026-11-16 11:00"
    assert body("{due}", due="soon") == "soon"


def test_what_is_unknown_or_not_given_is_nothing_and_never_an_error():
    assert body("[{number}{nobody}{status.__class__}]") == "[]"


def test_doubled_braces_are_braces():
    assert body("{{number}} is {number}", number="7") == "{number} is 7"
    assert find_unknown("{{nobody}}", ALL) == []


def test_a_value_is_never_read_as_words_again():
    assert body("{number}", number="{status}", status="secret") == "{status}"


@pytest.mark.parametrize("text", ["a\r\nBcc: evil@example.com", "a\nb", "a\x00b\x1b[2J", "a\u2028b"])
def test_a_subject_is_one_line_whatever_a_value_holds(text):
    subject = render(Words("{number}", ""), ALL, {"number": text}, CHINESE).subject
    assert len(subject.splitlines()) == 1
    assert subject.isprintable()


@given(st.text(), st.text())
def test_any_words_and_values_render(words, value):
    made = render(Words(words, words), ALL, {"number": value, "status": value}, CHINESE)
    assert len(made.subject.splitlines()) <= 1


def test_unknown_variables_are_named_in_order():
    assert find_unknown("{工单号}{客户}{nobody} {客户}", ALL) == ["客户", "nobody", "客户"]


def test_html_escapes_everything_and_links_only_to_ourselves():
    words = Words("<b>", "<script>alert(1)</script>\nhttps://desk.example.com/o/x/1?a=1&b=2 https://evil.example")
    page = to_html(words, "zh-CN", "https://desk.example.com")
    assert "<script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;<br>" in page
    assert '<a href="https://desk.example.com/o/x/1?a=1&amp;b=2">' in page
    assert page.count("<a ") == 1


@given(st.text())
def test_no_value_breaks_out_of_html(value):
    page = to_html(Words(value, value), "en", "https://desk.example.com")
    inside = page.split("<title>")[1].split("</title>")[0]
    assert "<" not in inside
    assert ">" not in inside
