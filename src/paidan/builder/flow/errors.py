"""What the flow engine refuses, each refusal with its permanent code. Sentences: messages.toml."""

from __future__ import annotations

from typing import Any

from paidan.kernel.errors import Conflict, Forbidden, Invalid, NotFound


class TaskNotFound(NotFound):
    """The instance has no such task."""

    code = "flow.task_not_found"


class TaskNotOpen(Conflict):
    """Somebody was quicker. `what` says what happened meanwhile, `by` and `at` who and when."""

    code = "flow.task_not_open"

    def data(self) -> dict[str, Any]:
        """Return the happening's key, the person's id and the moment."""
        return {name: self.params.get(name) for name in ("how", "by_id", "at")}


class NotYourTask(Forbidden):
    """The task is with somebody else."""

    code = "flow.not_your_task"


class ClaimFirst(Conflict):
    """Several people may do it; one has to take it first."""

    code = "flow.claim_first"


class AlreadyClaimed(Conflict):
    """Somebody else took it."""

    code = "flow.already_claimed"


class CannotRelease(Conflict):
    """The task was given to one person, so there is no pool to put it back into."""

    code = "flow.cannot_release"


class ActionNotOffered(Forbidden):
    """The node's settings do not offer this action."""

    code = "flow.action_not_offered"


class OpinionRequired(Invalid):
    """The node wants words with this action."""

    code = "flow.opinion_required"


class SignatureRequired(Invalid):
    """The node wants a signature with this action."""

    code = "flow.signature_required"


class ReasonRequired(Invalid):
    """An act of an administrator needs its reason."""

    code = "flow.reason_required"


class RequiredFields(Invalid):
    """Required fields are blank."""

    code = "flow.required_fields"

    def data(self) -> dict[str, Any]:
        """Return the keys of the blank fields."""
        return {"keys": self.params["keys"]}


class FieldNotEditable(Forbidden):
    """The node does not let its handler write this field."""

    code = "flow.field_not_editable"


class NotActive(Conflict):
    """The instance has ended, is suspended or has been stopped."""

    code = "flow.not_active"


class NotSuspended(Conflict):
    """Only a suspended or stopped instance can be resumed."""

    code = "flow.not_suspended"


class AlreadyStarted(Conflict):
    """The instance runs already."""

    code = "flow.already_started"


class IllegalTarget(Invalid):
    """The node cannot be reached from here by this action."""

    code = "flow.illegal_target"


class ResumeNotOffered(Invalid):
    """The node does not offer this way of coming back."""

    code = "flow.resume_not_offered"


class SamePerson(Invalid):
    """The person named already has a part in this."""

    code = "flow.same_person"


class PersonDisabled(Invalid):
    """The person named has no active account."""

    code = "flow.person_disabled"


class TooDeep(Conflict):
    """Signers were added by added signers too many times in a row."""

    code = "flow.too_deep"


class NotAddedByYou(Forbidden):
    """Only whoever added a signer may remove them."""

    code = "flow.not_added_by_you"


class LastSigner(Conflict):
    """Removing this signer would leave nobody to decide."""

    code = "flow.last_signer"


class UrgedTooSoon(Conflict):
    """A reminder by the same person went out less than 30 working minutes ago."""

    code = "flow.urged_too_soon"


class NobodyToUrge(Conflict):
    """No task is open."""

    code = "flow.nobody_to_urge"


class CannotTakeBack(Conflict):
    """The work has moved on too far, or was not moved by this task."""

    code = "flow.cannot_take_back"


class ActedMeanwhile(Conflict):
    """Somebody has claimed, opened or done the work that followed."""

    code = "flow.acted_meanwhile"


class NotInitiator(Forbidden):
    """Only the person who started it may withdraw it."""

    code = "flow.not_initiator"


class WithdrawTooLate(Conflict):
    """Somebody has acted already."""

    code = "flow.withdraw_too_late"


class NoLongerWaiting(Conflict):
    """The node is not waiting for this outcome any more."""

    code = "flow.no_longer_waiting"


class OutcomeUnknown(Invalid):
    """The node type does not know this outcome."""

    code = "flow.outcome_unknown"


class UnknownNodeType(Invalid):
    """No feature of this installation brings this node type."""

    code = "flow.unknown_node_type"


class SettingsInvalid(Invalid):
    """A node's settings do not have the form of its type."""

    code = "flow.settings_invalid"


class MovedOn(Conflict):
    """Others were quicker, several times over; nothing was done."""

    code = "flow.moved_on"


class InstanceNotFound(NotFound):
    """There is no such running or ended flow."""

    code = "flow.instance_not_found"


class FlowNotFound(NotFound):
    """There is no flow of this key."""

    code = "flow.not_found"


class VersionNotFound(NotFound):
    """The flow has no such version."""

    code = "flow.version_not_found"


class NoPublishedVersion(Conflict):
    """The flow has no published version to start."""

    code = "flow.no_published_version"


class FlowKeyTaken(Conflict):
    """Another flow has this key."""

    code = "flow.key_taken"


class NothingToPublish(Conflict):
    """The flow has no draft."""

    code = "flow.nothing_to_publish"


class DraftChanged(Conflict):
    """Somebody else saved the draft meanwhile."""

    code = "flow.draft_changed"


class GraphInvalid(Invalid):
    """The drawing does not have the form of a flow."""

    code = "flow.graph_invalid"


class NotPublishable(Invalid):
    """The checks found errors. `findings` lists everything found."""

    code = "flow.not_publishable"

    def data(self) -> dict[str, Any]:
        """Return everything found."""
        return {"findings": self.params["findings"]}


class WrongObject(Invalid):
    """The flow belongs to another object than the record."""

    code = "flow.wrong_object"


class SignatureUnknown(Invalid):
    """The signature is not a picture that the signer handed in."""

    code = "flow.signature_unknown"


class PersonUnknown(Invalid):
    """The person named does not exist."""

    code = "flow.person_unknown"
