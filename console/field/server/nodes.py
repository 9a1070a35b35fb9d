"""Making nodes in the server's address space, many at a time."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from asyncua import ua
from asyncua.server.server import Server

from console.field.server.opcua import named, standard

MethodHandler = Callable[..., Awaitable[ua.CallMethodResult]]


class NodeMaker:
    """Adds nodes of one namespace; a node id that is taken already is a fault of ours and raises."""

    def __init__(self, server: Server, namespace_index: int) -> None:
        self._service = server.iserver.node_mgt_service
        self._session = server.iserver.isession
        self._index = namespace_index

    def id(self, text: str) -> ua.NodeId:
        """Node id with a text of our namespace."""
        return named(text, self._index)

    def folder(self, text: str, name: str, parent: ua.NodeId) -> ua.NodeId:
        """A folder under ``parent``."""
        return self._object(text, name, parent, ua.ObjectIds.FolderType, ua.ObjectIds.Organizes)

    def object(self, text: str, name: str, parent: ua.NodeId, label: str = "") -> ua.NodeId:
        """An object as a component of ``parent``; ``label`` is its display name where that is not its name."""
        component = ua.ObjectIds.HasComponent
        return self._object(text, name, parent, ua.ObjectIds.BaseObjectType, component, label)

    def variable(
        self,
        text: str,
        name: str,
        parent: ua.NodeId,
        value: ua.Variant,
        data_type: ua.NodeId,
        type_definition: int = ua.ObjectIds.BaseDataVariableType,
        is_writable: bool = False,
    ) -> ua.NodeId:
        """A variable as a component of ``parent``."""
        item = self._item(text, ua.QualifiedName(name, self._index), parent, ua.NodeClass.Variable)
        item.ReferenceTypeId = standard(ua.ObjectIds.HasComponent)
        item.TypeDefinition = standard(type_definition)
        item.NodeAttributes = _variable_attributes(name, value, data_type, is_writable)
        return self._add(item)

    def property(self, parent: ua.NodeId, name: str, value: ua.Variant, data_type: int) -> None:
        """A property with a standard name."""
        item = self._item(f"{parent.Identifier!s}.{name}", ua.QualifiedName(name, 0), parent, ua.NodeClass.Variable)
        item.ReferenceTypeId = standard(ua.ObjectIds.HasProperty)
        item.TypeDefinition = standard(ua.ObjectIds.PropertyType)
        item.NodeAttributes = _variable_attributes(name, value, standard(data_type), is_writable=False)
        self._add(item)

    def method(
        self,
        text: str,
        name: str,
        parent: ua.NodeId,
        handler: MethodHandler,
        inputs: Sequence[ua.Argument] = (),
        outputs: Sequence[ua.Argument] = (),
    ) -> None:
        """A method; ``handler`` is a coroutine function called with the object's node id and the variants."""
        item = self._item(text, ua.QualifiedName(name, self._index), parent, ua.NodeClass.Method)
        item.ReferenceTypeId = standard(ua.ObjectIds.HasComponent)
        attributes = ua.MethodAttributes()
        attributes.DisplayName = attributes.Description = ua.LocalizedText(name)
        attributes.Executable = attributes.UserExecutable = True
        item.NodeAttributes = attributes
        node = self._add(item)
        for title, arguments in (("InputArguments", inputs), ("OutputArguments", outputs)):
            if arguments:
                value = ua.Variant(list(arguments), ua.VariantType.ExtensionObject)
                self.property(node, title, value, ua.ObjectIds.Argument)
        self._session.add_method_callback(node, handler)

    def _object(
        self, text: str, name: str, parent: ua.NodeId, type_definition: int, reference: int, label: str = ""
    ) -> ua.NodeId:
        item = self._item(text, ua.QualifiedName(name, self._index), parent, ua.NodeClass.Object)
        item.ReferenceTypeId = standard(reference)
        item.TypeDefinition = standard(type_definition)
        attributes = ua.ObjectAttributes()
        attributes.DisplayName = attributes.Description = ua.LocalizedText(label or name)
        attributes.EventNotifier = 0
        item.NodeAttributes = attributes
        return self._add(item)

    def _item(self, text: str, name: ua.QualifiedName, parent: ua.NodeId, node_class: Any) -> ua.AddNodesItem:
        item = ua.AddNodesItem()
        item.RequestedNewNodeId = self.id(text)
        item.BrowseName = name
        item.ParentNodeId = parent
        item.NodeClass = node_class
        return item

    def _add(self, item: ua.AddNodesItem) -> ua.NodeId:
        result = self._service.add_nodes([item])[0]
        result.StatusCode.check()
        node: ua.NodeId = result.AddedNodeId
        return node


def argument(name: str, data_type: int, description: str) -> ua.Argument:
    """An argument of a method."""
    made = ua.Argument()
    made.Name, made.DataType, made.ValueRank = name, standard(data_type), -1
    made.Description = ua.LocalizedText(description)
    return made


def _variable_attributes(
    name: str, value: ua.Variant, data_type: ua.NodeId, is_writable: bool
) -> ua.VariableAttributes:
    attributes = ua.VariableAttributes()
    attributes.DisplayName = attributes.Description = ua.LocalizedText(name)
    attributes.Value, attributes.DataType = value, data_type
    attributes.ValueRank = ua.ValueRank.OneDimension if value.is_array else ua.ValueRank.Scalar
    attributes.AccessLevel = attributes.UserAccessLevel = 3 if is_writable else 1
    attributes.MinimumSamplingInterval, attributes.Historizing = 0.0, False
    return attributes
