"""What a policy may promise, which one applies, what pauses it, and whom it tells."""

from datetime import UTC, datetime, timedelta

import pytest

from paidan.aftersales.sla import errors
from paidan.aftersales.sla.alarms import AlarmKind, list_alarms
from paidan.aftersales.sla.choosing import Answer, Verdict, choose_policy
from paidan.aftersales.sla.clock import Reason, TargetKind
from paidan.aftersales.sla.moving import change_policy, meet, pause, start
from paidan.aftersales.sla.policies import EscalateTo, EscalationStep, SlaPolicy, should_pause
from paidan.kernel.errors import AppError
from paidan.kernel.i18n import load_catalogue
from paidan.platform.calendars.working_time import BusinessCalendar

RESPONSE, ARRIVAL, RESOLUTION = TargetKind
ALWAYS = BusinessCalendar.always()
NINE = datetime(2026, 11, 18, 9, tzinfo=UTC)


def policy(number=1, condition=None, targets=None, **more) -> SlaPolicy:
    return SlaPolicy(number, 1, {"en": f"Policy {number}"}, condition, 1, targets or {RESOLUTION: 100}, **more)


def after(minutes: float) -> datetime:
    return NINE + timedelta(minutes=minutes)


class TestValidation:
    @pytest.mark.parametrize(
        ("wrong", "refusal"),
        [
            ({"targets": {RESPONSE: 60, RESOLUTION: 59}}, errors.ResolutionBeforeResponse),
            ({"targets": {ARRIVAL: 60, RESOLUTION: 59}}, errors.ResolutionBeforeArrival),
            ({"targets": {RESPONSE: 0}}, errors.TargetOutOfRange),
            ({"targets": {RESPONSE: 5 * 366 * 1440 + 1}}, errors.TargetOutOfRange),
            ({"pausing": {RESOLUTION: frozenset({"open"})}}, errors.CategoryCannotPause),
            ({"pausing": {RESOLUTION: frozenset({"resolved"})}}, errors.CategoryCannotPause),
            ({"warn_percents": (0,)}, errors.PercentOutOfRange),
            ({"warn_percents": (1001,)}, errors.PercentOutOfRange),
        ],
    )
    def test_a_promise_that_cannot_be_kept_honestly_is_refused(self, wrong, refusal):
        with pytest.raises(refusal):
            policy(**wrong)

    def test_a_policy_promises_something_and_has_a_name(self):
        with pytest.raises(errors.PolicyPromisesNothing):
            SlaPolicy(1, 1, {"en": "x"}, None, 1, {})
        with pytest.raises(errors.PolicyNameMissing):
            SlaPolicy(1, 1, {"en": ""}, None, 1, {RESPONSE: 1})

    def test_targets_may_be_equal_or_missing(self):
        assert policy(targets={RESPONSE: 60, ARRIVAL: 60, RESOLUTION: 60}).targets[ARRIVAL] == 60
        assert policy(targets={RESPONSE: 60}).terms(RESOLUTION, ALWAYS) is None

    @pytest.mark.parametrize("when", [{}, {"percent": 80, "minutes_after_breach": 5}, {"minutes_after_breach": -1}])
    def test_an_escalation_has_one_moment(self, when):
        with pytest.raises(errors.EscalationUnclear):
            EscalationStep(EscalateTo.OWNER, **when)

    def test_every_refusal_has_its_sentence_in_both_languages(self):
        refusals = [
            e
            for e in vars(errors).values()
            if isinstance(e, type) and issubclass(e, AppError) and e.__module__ == errors.__name__
        ]
        assert len(refusals) == 10
        for refusal in refusals:
            assert set(load_catalogue()[f"error.{refusal.code}"]) == {"zh-CN", "en"}


@pytest.mark.parametrize(
    ("target", "category", "paused"),
    [
        (RESPONSE, "waiting_customer", False),  # a first answer is owed whatever the status
        (ARRIVAL, "waiting_customer", True),
        (RESOLUTION, "waiting_customer", True),
        (RESOLUTION, "waiting_internal", False),
        (RESOLUTION, "new", False),
        (RESOLUTION, "open", False),
        (RESOLUTION, "resolved", False),
    ],
)
def test_by_default_waiting_for_the_customer_pauses_all_but_the_first_answer(target, category, paused):
    assert should_pause(policy(), target, category) is paused


def test_a_policy_may_also_pause_while_waiting_inside():
    lenient = policy(pausing={RESOLUTION: frozenset({"waiting_internal"})})
    assert should_pause(lenient, RESOLUTION, "waiting_internal")
    assert not should_pause(lenient, RESOLUTION, "waiting_customer")


class TestChoosing:
    def test_the_first_policy_whose_condition_holds_applies_and_the_others_say_why_not(self):
        answers = {
            "vip": Verdict(Answer.FAILS, "level is 普通"),
            "lift": Verdict(Answer.BROKEN, "unknown field 楼层"),
            "north": True,
        }
        policies = [policy(1, "vip"), policy(2, "lift"), policy(3, "north"), policy(4)]
        choice = choose_policy(policies, answers.__getitem__)
        assert choice.policy is policies[2]
        assert [(x.policy_id, x.answer, x.because) for x in choice.trace] == [
            (1, Answer.FAILS, "level is 普通"),
            (2, Answer.BROKEN, "unknown field 楼层"),
            (3, Answer.HOLDS, ""),
        ]

    def test_a_policy_without_a_condition_always_applies(self):
        choice = choose_policy([policy(1, "vip"), policy(2)], lambda condition: False)
        assert (choice.policy.id, len(choice.trace)) == (2, 2)

    def test_no_policy_may_apply(self):
        choice = choose_policy([policy(1, "vip")], lambda condition: False)
        assert choice.policy is None
        assert choice.trace[0].answer is Answer.FAILS


class TestAlarms:
    steps = (
        EscalationStep(EscalateTo.OWNER, percent=90),
        EscalationStep(EscalateTo.TEAM_LEADER, minutes_after_breach=0),
        EscalationStep(EscalateTo.MANAGER, minutes_after_breach=30, target=RESOLUTION),
    )
    strict = policy(targets={RESPONSE: 100, RESOLUTION: 200}, warn_percents=(80, 50), escalations=steps)

    def clock(self, kind=RESPONSE):
        return start(kind, self.strict.terms(kind, ALWAYS), NINE).clock

    def test_a_clock_tells_its_warnings_its_breach_and_its_escalations_in_order(self):
        assert [(alarm.key, alarm.at) for alarm in list_alarms(self.clock(RESOLUTION), self.strict)] == [
            ("warning:50", after(100)),
            ("warning:80", after(160)),
            ("escalation:owner:90%", after(180)),
            ("escalation:team_leader:breach+0", after(200)),
            ("breach", after(200) + timedelta(seconds=1)),
            ("escalation:manager:breach+30", after(230)),
        ]

    def test_a_step_of_another_target_is_not_told(self):
        assert EscalateTo.MANAGER not in {alarm.to for alarm in list_alarms(self.clock(), self.strict)}

    def test_a_pause_keeps_what_has_not_come_from_coming(self):
        paused = pause(self.clock(), after(60), Reason("waiting_customer")).clock
        assert [alarm.key for alarm in list_alarms(paused, self.strict)] == ["warning:50"]

    def test_an_ended_clock_tells_nothing(self):
        assert list_alarms(meet(self.clock(), after(60)).clock, self.strict) == []

    def test_minutes_after_a_breach_count_from_the_change_that_caused_it(self):
        shorter = policy(2, targets={RESOLUTION: 10}, warn_percents=(), escalations=self.steps[2:])
        clock = change_policy(self.clock(RESOLUTION), after(60), shorter.terms(RESOLUTION, ALWAYS)).clock
        assert [(alarm.kind, alarm.at) for alarm in list_alarms(clock, shorter)] == [
            (AlarmKind.BREACH, after(60) + timedelta(seconds=1)),
            (AlarmKind.ESCALATION, after(90)),
        ]
