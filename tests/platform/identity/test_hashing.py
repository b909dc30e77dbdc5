"""Passwords and tokens are kept as hashes that fit only what they were made of."""

from hypothesis import given
from hypothesis import strategies as st

from paidan.platform.identity.hashing import hash_password, is_outdated, verify_password, verify_password_aside
from paidan.platform.identity.logins import login_key
from paidan.platform.identity.opaque import csrf_fits, csrf_token_of, digest, new_token


def test_a_password_fits_its_own_hash_only():
    hashed = hash_password("copper kettle 91")

    assert verify_password(hashed, "copper kettle 91")
    assert not verify_password(hashed, "copper kettle 92")
    assert "copper" not in hashed


def test_the_same_password_has_another_hash_each_time():
    assert hash_password("copper kettle 91") != hash_password("copper kettle 91")


def test_nothing_fits_where_there_is_no_password():
    assert not verify_password(None, "")
    assert not verify_password(None, "nobody has this password")
    assert not verify_password("not a hash at all", "copper kettle 91")


def test_a_hash_of_weaker_settings_is_outdated():
    weaker = "$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHRzb21l$ZGlnZXN0ZGlnZXN0ZGlnZXN0ZGlnZXN0ZGlnZXN0ZGk"
    assert is_outdated(weaker)
    assert not is_outdated(hash_password("copper kettle 91"))


async def test_verifying_aside_answers_the_same():
    assert await verify_password_aside(hash_password("copper kettle 91"), "copper kettle 91")


def test_tokens_are_long_and_differ():
    made = {new_token() for _ in range(100)}
    assert len(made) == 100
    assert min(map(len, made)) >= 43


@given(st.text(), st.text())
def test_a_csrf_token_belongs_to_one_session(one, other):
    assert csrf_fits(one, csrf_token_of(one))
    assert csrf_fits(one, csrf_token_of(other)) == (digest(one) == digest(other))
    assert not csrf_fits(one, None)


def test_logins_differ_neither_by_case_nor_by_width():
    assert login_key(" ＷangLi ") == login_key("WANGLI") == "wangli"
    assert login_key("王丽") != login_key("王莉")
