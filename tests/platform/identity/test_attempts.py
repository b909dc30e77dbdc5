"""Whoever guesses passwords must wait, longer each time, and learns nothing from it."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.platform.signing import add_person

from paidan.platform.identity.attempts import WITH_ACCOUNT, WITH_ADDRESS, begin_attempt, forgive_attempt
from paidan.platform.identity.errors import SignInLocked


async def fail(database, times, login="wangli", address="10.0.0.1"):
    for _ in range(times):
        await database.write(begin_attempt, login=login, address=address)


@pytest.mark.parametrize("login", ["wangli", "nobody"])
async def test_an_account_pauses_after_five_failures_whether_it_exists_or_not(database, login):
    await add_person(database, "wangli")
    await fail(database, WITH_ACCOUNT.free, login)

    with pytest.raises(SignInLocked) as refused:
        await fail(database, 1, login, address="10.0.0.99")

    assert refused.value.params["seconds"] == 30


async def test_the_pause_doubles_with_each_failure_after_it(database, clock):
    await fail(database, WITH_ACCOUNT.free)
    clock.advance(seconds=30)
    await fail(database, 1)

    with pytest.raises(SignInLocked) as refused:
        await fail(database, 1)
    assert refused.value.params["seconds"] == 60


async def test_asking_again_during_a_pause_does_not_make_it_longer(database, clock):
    await fail(database, WITH_ACCOUNT.free)
    for _ in range(10):
        with pytest.raises(SignInLocked):
            await fail(database, 1)

    clock.advance(seconds=30)
    await fail(database, 1)


async def test_letter_case_does_not_give_more_attempts(database):
    await fail(database, WITH_ACCOUNT.free - 1, "wangli")
    await fail(database, 1, "WangLi")

    with pytest.raises(SignInLocked):
        await fail(database, 1, "WANGLI")


async def test_an_address_pauses_however_many_logins_it_tries(database):
    for number in range(WITH_ADDRESS.free):
        await fail(database, 1, f"login-{number}", "2001:db8::1")

    with pytest.raises(SignInLocked):
        await fail(database, 1, "yet-another", "2001:db8::ffff")
    await fail(database, 1, "yet-another", "2001:db8:0:1::1")


async def test_a_right_password_forgets_the_failures_of_the_account_but_not_of_the_address(database):
    await fail(database, WITH_ACCOUNT.free - 1)
    await database.write(begin_attempt, login="wangli", address="10.0.0.1")
    await database.write(forgive_attempt, login="wangli", address="10.0.0.1")
    await fail(database, WITH_ACCOUNT.free - 1)

    for number in range(WITH_ADDRESS.free - 2 * (WITH_ACCOUNT.free - 1)):
        await fail(database, 1, f"login-{number}")
    with pytest.raises(SignInLocked):
        await fail(database, 1, "yet-another")


async def test_after_two_quiet_hours_everything_is_forgotten(database, clock):
    await fail(database, WITH_ACCOUNT.free)
    clock.advance(hours=2, seconds=1)

    await fail(database, WITH_ACCOUNT.free - 1)


@given(st.integers(0, 10_000))
def test_the_pause_never_shrinks_and_never_passes_the_longest(failures):
    pause, longer = WITH_ACCOUNT.pause_after(failures), WITH_ACCOUNT.pause_after(failures + 1)

    assert (pause or timedelta()) <= (longer or timedelta()) <= WITH_ACCOUNT.longest
    assert (pause is None) == (failures < WITH_ACCOUNT.free)
