"""Flows over HTTP: tasks, the flow beside a record, running instances. Design has its own file."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query
from starlette.responses import Response

from paidan.builder.flow import commands, errors
from paidan.builder.flow.acting_now import act_on_instance, act_on_task, administer, start_by_hand
from paidan.builder.flow.design_endpoints import router as design_router
from paidan.builder.flow.halted import list_instances
from paidan.builder.flow.inbox import InboxQuestion, count_inbox, read_inbox
from paidan.builder.flow.permissions import ADMINISTER_FLOWS
from paidan.builder.flow.schemas import (
    ActRequest,
    DraftRequest,
    HandRequest,
    JumpRequest,
    ReasonRequest,
    ReassignRequest,
    ReturnRequest,
    SignerRequest,
    StartRequest,
)
from paidan.builder.flow.task_form import show_task
from paidan.builder.flow.trail import read_trail
from paidan.builder.objects.errors import UnknownObject
from paidan.builder.records.errors import BadCursor, RecordInvalid, RecordNotFound
from paidan.kernel.errors import Unauthenticated
from paidan.kernel.http import App, problems
from paidan.kernel.http.app import answer
from paidan.platform.permissions.errors import PermissionMissing
from paidan.platform.permissions.permission import require_of

router = APIRouter(prefix="/api/flow", tags=["flow"])

Id = Annotated[int, Path(ge=1, lt=2**53)]
_OWN = (
    errors.TaskNotFound,
    errors.TaskNotOpen,
    errors.NotYourTask,
    errors.ClaimFirst,
    errors.NotActive,
    errors.MovedOn,
)
_TASK = problems(Unauthenticated, *_OWN)
_ACT = problems(
    Unauthenticated,
    *_OWN,
    errors.ActionNotOffered,
    errors.OpinionRequired,
    errors.SignatureRequired,
    errors.SignatureUnknown,
    errors.FieldNotEditable,
    errors.RequiredFields,
    RecordInvalid,
)
_HAND = problems(Unauthenticated, *_OWN, errors.PersonUnknown, errors.SamePerson, errors.PersonDisabled, errors.TooDeep)
_RULE = problems(
    PermissionMissing, errors.InstanceNotFound, errors.NotActive, errors.NotSuspended, errors.ReasonRequired
)


@router.get("/tasks", responses=problems(Unauthenticated, BadCursor))
async def list_tasks(
    app: App,
    tab: Literal["open", "pool", "done"] = "open",
    sort: Literal["newest", "due"] = "newest",
    object: Annotated[str | None, Query(max_length=40)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    after: Annotated[str | None, Query(max_length=400)] = None,
) -> Response:
    """Return my tasks: open, to be claimed, or done; with counts."""
    me = app.require_person()
    database = app.product.database
    page = await read_inbox(database, app.actor, InboxQuestion(tab, sort, object, limit, after))
    return answer({**page, "counts": await count_inbox(database, me)})


@router.get("/tasks/{task_id}", responses=problems(Unauthenticated, errors.TaskNotFound))
async def read_task(app: App, task_id: Id) -> Response:
    """Return a task with its form: the record through the node's rights, the draft, what may be done."""
    app.require_person()
    return answer(await app.write(show_task, task_id=task_id))


@router.post("/tasks/{task_id}/claim", responses=_TASK | problems(errors.AlreadyClaimed, errors.TaskNotOpen))
async def claim(app: App, task_id: Id) -> Response:
    """Take a task out of the pool."""
    return await app.command(act_on_task, 200, command=commands.Claim(task_id=task_id))


@router.post("/tasks/{task_id}/release", responses=_TASK)
async def release(app: App, task_id: Id) -> Response:
    """Put a claimed task back."""
    return await app.command(act_on_task, 200, command=commands.Release(task_id=task_id))


@router.post("/tasks/{task_id}/see", responses=_TASK)
async def see(app: App, task_id: Id) -> Response:
    """Note that I have opened the task."""
    return await app.command(act_on_task, 200, command=commands.See(task_id=task_id))


@router.post("/tasks/{task_id}/draft", responses=_TASK | problems(errors.FieldNotEditable))
async def save_draft(app: App, task_id: Id, body: DraftRequest) -> Response:
    """Keep field values in the task, not on the record."""
    return await app.command(act_on_task, 200, command=commands.SaveDraft(task_id=task_id, draft=body.draft))


@router.post("/tasks/{task_id}/complete", responses=_ACT)
async def complete(app: App, task_id: Id, body: ActRequest) -> Response:
    """Hand in a form."""
    return await app.command(act_on_task, 200, command=commands.Complete(task_id=task_id, **_act(body)))


@router.post("/tasks/{task_id}/agree", responses=_ACT)
async def agree(app: App, task_id: Id, body: ActRequest) -> Response:
    """Vote for."""
    return await app.command(act_on_task, 200, command=commands.Agree(task_id=task_id, **_act(body)))


@router.post("/tasks/{task_id}/reject", responses=_ACT)
async def reject(app: App, task_id: Id, body: ActRequest) -> Response:
    """Vote against."""
    return await app.command(act_on_task, 200, command=commands.Reject(task_id=task_id, **_act(body)))


@router.post("/tasks/{task_id}/return", responses=_ACT | problems(errors.IllegalTarget, errors.ResumeNotOffered))
async def send_back(app: App, task_id: Id, body: ReturnRequest) -> Response:
    """Send the flow back to a node that was handled before."""
    command = commands.ReturnTo(
        task_id=task_id, node=body.node, resume=body.resume, opinion=body.opinion, signature=_signature(body.signature)
    )
    return await app.command(act_on_task, 200, command=command)


@router.post("/tasks/{task_id}/transfer", responses=_HAND)
async def transfer(app: App, task_id: Id, body: HandRequest) -> Response:
    """Give the task to somebody else for good."""
    command = commands.Transfer(task_id=task_id, to=body.to, opinion=body.opinion)
    return await app.command(act_on_task, 200, command=command, person=body.to)


@router.post("/tasks/{task_id}/delegate", responses=_HAND)
async def delegate(app: App, task_id: Id, body: HandRequest) -> Response:
    """Let somebody else act, then confirm."""
    command = commands.Delegate(task_id=task_id, to=body.to, opinion=body.opinion)
    return await app.command(act_on_task, 200, command=command, person=body.to)


@router.post("/tasks/{task_id}/add-signer", responses=_HAND)
async def add_signer(app: App, task_id: Id, body: SignerRequest) -> Response:
    """Ask one more person: before me, beside me, or after me."""
    command = commands.AddSigner(task_id=task_id, person=body.person, place=body.place, opinion=body.opinion)
    return await app.command(act_on_task, 200, command=command, person=body.person)


@router.post("/tasks/{task_id}/remove-signer", responses=_TASK | problems(errors.NotAddedByYou, errors.LastSigner))
async def remove_signer(app: App, task_id: Id) -> Response:
    """Take back a slot that I added; the task is the added one."""
    return await app.command(act_on_task, 200, command=commands.RemoveSigner(task_id=task_id))


@router.post("/tasks/{task_id}/take-back", responses=_TASK | problems(errors.CannotTakeBack, errors.ActedMeanwhile))
async def take_back(app: App, task_id: Id) -> Response:
    """Undo my last act while nobody has touched what followed."""
    return await app.command(act_on_task, 200, command=commands.TakeBack(task_id=task_id))


@router.get("/records/{object_key}/{record_id}", responses=problems(Unauthenticated, RecordNotFound, UnknownObject))
async def read_record_flow(app: App, object_key: str, record_id: Id) -> Response:
    """Return the flows of a record: where they stand, who is to act, the way so far."""
    app.require_person()
    return answer(await read_trail(app.product.database, app.actor, object_key, record_id))


@router.post(
    "/records/{object_key}/{record_id}/start",
    status_code=201,
    responses=problems(RecordNotFound, errors.FlowNotFound, errors.AlreadyStarted, errors.NoPublishedVersion),
)
async def start(app: App, object_key: str, record_id: Id, body: StartRequest) -> Response:
    """Start a flow over a record by hand."""
    return await app.command(start_by_hand, 201, object_key=object_key, record_id=record_id, flow_key=body.flow)


@router.get("/instances", responses=problems(PermissionMissing))
async def list_running(
    app: App,
    state: Literal["active", "suspended", "stopped", "completed", "rejected", "withdrawn", "terminated"] = "stopped",
    object: Annotated[str | None, Query(max_length=40)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    before: Annotated[int | None, Query(ge=1, lt=2**53)] = None,
) -> Response:
    """Return instances in a state, newest first, for administrators: those stopped need somebody."""
    require_of(app.actor, ADMINISTER_FLOWS)
    return answer({"instances": await app.read(list_instances(state, object, limit=limit, before=before))})


@router.post("/instances/{instance_id}/urge", responses=problems(errors.UrgedTooSoon, errors.NobodyToUrge))
async def urge(app: App, instance_id: Id) -> Response:
    """Remind whoever is to act."""
    return await app.command(act_on_instance, 200, instance_id=instance_id, command=commands.Urge())


@router.post("/instances/{instance_id}/withdraw", responses=problems(errors.NotInitiator, errors.WithdrawTooLate))
async def withdraw(app: App, instance_id: Id, body: ReasonRequest) -> Response:
    """Call off what I started."""
    command = commands.Withdraw(reason=body.reason)
    return await app.command(act_on_instance, 200, instance_id=instance_id, command=command)


@router.post("/instances/{instance_id}/suspend", responses=_RULE)
async def suspend(app: App, instance_id: Id, body: ReasonRequest) -> Response:
    """Hold everything; timers stand still."""
    command = commands.Suspend(reason=body.reason)
    return await app.command(administer, 200, instance_id=instance_id, command=command)


@router.post("/instances/{instance_id}/resume", responses=_RULE)
async def resume(app: App, instance_id: Id, body: ReasonRequest) -> Response:
    """Go on after a suspension or a stop."""
    command = commands.Unsuspend(reason=body.reason)
    return await app.command(administer, 200, instance_id=instance_id, command=command)


@router.post("/instances/{instance_id}/terminate", responses=_RULE)
async def terminate(app: App, instance_id: Id, body: ReasonRequest) -> Response:
    """End it now."""
    command = commands.Terminate(reason=body.reason)
    return await app.command(administer, 200, instance_id=instance_id, command=command)


@router.post("/instances/{instance_id}/jump", responses=_RULE | problems(errors.IllegalTarget))
async def jump(app: App, instance_id: Id, body: JumpRequest) -> Response:
    """Move it to a node."""
    command = commands.Jump(node=body.node, reason=body.reason)
    return await app.command(administer, 200, instance_id=instance_id, command=command)


@router.post("/instances/{instance_id}/reassign", responses=_RULE | _HAND)
async def reassign(app: App, instance_id: Id, body: ReassignRequest) -> Response:
    """Move a task to another person."""
    command = commands.Reassign(task_id=body.task, to=body.to, reason=body.reason)
    return await app.command(administer, 200, instance_id=instance_id, command=command, person=body.to)


def _act(body: ActRequest) -> dict[str, Any]:
    return {
        "fields": body.fields,
        "opinion": body.opinion,
        "signature": _signature(body.signature),
        "button": body.button,
    }


def _signature(file_id: int | None) -> str | None:
    return None if file_id is None else str(file_id)


router.include_router(design_router)
