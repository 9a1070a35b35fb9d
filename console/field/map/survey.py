"""What a server says of the nodes of a map: there or not, of which type, commandable or not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from asyncua import ua
from asyncua.client.client import Client

from console.field.addresses import ControlAddress, ControlStyle, ServerAddress
from console.field.link.node_names import UnknownName, browse_request, is_browse_path, node_id
from console.field.map.services import Services, code_name, value_of

CHUNK = 500
_CAN_WRITE = 0x02


@dataclass(frozen=True, slots=True)
class NodeFacts:
    """What is known of one node.

    Attributes:
        problem: why it is not there or cannot be used; empty where it can.
        data_type: built-in type of the value it has now; empty where it has none.
        status: of that value, empty where good.
    """

    problem: str = ""
    data_type: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True)
class Survey:
    """Facts by row of ``server.points``, and by point id what is wrong with its control."""

    points: tuple[NodeFacts, ...]
    controls: dict[str, str]


async def survey(client: Client, server: ServerAddress) -> Survey:
    """Ask a connected client's server for every node of its map."""
    surveyor = _Surveyor(Services(client, CHUNK))
    await surveyor.learn()
    points = await surveyor.variables([point.node for point in server.points])
    return Survey(tuple(points), await surveyor.controls(server.controls))


class _Surveyor:
    def __init__(self, services: Services) -> None:
        self._services = services
        self._namespaces: tuple[str, ...] = ()

    async def learn(self) -> None:
        await self._services.learn()
        self._namespaces = await self._services.namespaces()

    async def variables(self, names: Sequence[str]) -> list[NodeFacts]:
        found = await self._resolved(names)
        known = [(k, node) for k, node in enumerate(found) if isinstance(node, ua.NodeId)]
        facts = [NodeFacts(problem=node) if isinstance(node, str) else NodeFacts() for node in found]
        values = await self._services.read([(node, ua.AttributeIds.Value) for _, node in known])
        for (k, _), data in zip(known, values, strict=True):
            facts[k] = _facts(data)
        return facts

    async def controls(self, controls: Sequence[ControlAddress]) -> dict[str, str]:
        """What is wrong with controls; those that are usable are left out."""
        wanted = [(control, role, name) for control in controls for role, name in _nodes(control) if name]
        found = await self._resolved([name for _, _, name in wanted])
        known = [(k, node) for k, node in enumerate(found) if isinstance(node, ua.NodeId)]
        about = await self._services.read(
            [(node, a) for _, node in known for a in (ua.AttributeIds.NodeClass, ua.AttributeIds.UserAccessLevel)]
        )
        problems = {
            control.point_id: f"{role} {name}: {node}"
            for (control, role, name), node in zip(wanted, found, strict=True)
            if isinstance(node, str)
        }
        for j, (k, _) in enumerate(known):
            control, role, name = wanted[k]
            wrong = _unusable(control, role, about[2 * j], about[2 * j + 1])
            if wrong:
                problems.setdefault(control.point_id, f"{role} {name}: {wrong}")
        return problems

    async def _resolved(self, names: Sequence[str]) -> list[ua.NodeId | str]:
        """Node ids, or why there is none."""
        found: list[ua.NodeId | str] = []
        paths: list[tuple[int, ua.BrowsePath]] = []
        for k, name in enumerate(names):
            try:
                if is_browse_path(name):
                    paths.append((k, browse_request(name, self._namespaces)))
                    found.append("")
                else:
                    found.append(node_id(name, self._namespaces))
            except UnknownName as error:
                found.append(str(error))
        results = await self._services.translate([path for _, path in paths])
        for (k, _), result in zip(paths, results, strict=True):
            found[k] = _target(result)
        return found


def _target(result: ua.BrowsePathResult) -> ua.NodeId | str:
    if not result.StatusCode.is_good() or not result.Targets:
        return f"the server has nothing at this browse path ({code_name(result.StatusCode.value)})"
    if len(result.Targets) > 1:
        return f"the browse path leads to {len(result.Targets)} nodes; name the node id instead"
    target = result.Targets[0].TargetId
    return ua.NodeId(target.Identifier, target.NamespaceIndex, target.NodeIdType)


def _facts(data: ua.DataValue) -> NodeFacts:
    status = ""
    if data.StatusCode is not None and not data.StatusCode.is_good():
        status = code_name(data.StatusCode.value)
    if status in ("BadNodeIdUnknown", "BadNodeIdInvalid", "BadAttributeIdInvalid"):
        remedy = "it is no variable" if status == "BadAttributeIdInvalid" else "the server has no such node"
        return NodeFacts(problem=f"{remedy} ({status})")
    value = data.Value.Value if data.Value is not None else None
    if isinstance(value, list):
        return NodeFacts(problem="it holds several values, and a point is one")
    return NodeFacts("", data.Value.VariantType.name if value is not None and data.Value is not None else "", status)


def _nodes(control: ControlAddress) -> tuple[tuple[str, str], ...]:
    return (
        ("object", control.object_node),
        ("select", control.select),
        ("operate", control.operate),
        ("cancel", control.cancel),
    )


def _unusable(control: ControlAddress, role: str, node_class: ua.DataValue, access: ua.DataValue) -> str:
    found = value_of(node_class)
    if found is None:
        code = node_class.StatusCode.value if node_class.StatusCode is not None else 0
        return f"the server has no such node ({code_name(code)})"
    if role != "object" and found != ua.NodeClass.Method:
        return "it is no method"
    if role == "object" and control.style is ControlStyle.WRITE:
        if found != ua.NodeClass.Variable:
            return "it is no variable"
        level = value_of(access)
        if isinstance(level, int) and not level & _CAN_WRITE:
            return "the server does not let this user write it"
    return ""
