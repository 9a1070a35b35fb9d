"""The deprecated ``opcua`` package as a field server; runs in an environment of its own. See ``field_server.py``."""

import argparse
import datetime
import json
import logging
import sys
import threading
import time

from opcua import Server, ua

URI = "urn:test:field"


def say(**words):
    print(json.dumps(words), flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--ramps", type=int, default=10)
    options = parser.parse_args()
    logging.disable(logging.CRITICAL)
    server = Server()
    server.set_endpoint(f"opc.tcp://127.0.0.1:{options.port or free_port()}/field")
    server.register_namespace("urn:test:other")
    index = server.register_namespace(URI)
    folder = server.get_objects_node().add_object(ua.NodeId("Folder", index), ua.QualifiedName("Folder", index))
    nodes, answers, tokens = {}, {}, {}
    for name, value, kind in (
        ("Voltage", 1.0, "Double"),
        ("Position", 1, "Int32"),
        ("Flag", True, "Boolean"),
        ("Text", "words", "String"),
        ("Setpoint", 1.0, "Double"),
        *((f"Ramp{k}", 0.0, "Double") for k in range(options.ramps)),
    ):
        nodes[name] = folder.add_variable(
            ua.NodeId(name, index), ua.QualifiedName(name, index), value, getattr(ua.VariantType, kind)
        )
        nodes[name].set_writable()
    for device in ("Direct", "Selected"):
        add_device(folder, index, device, answers, tokens)
    server.start()
    endpoint = server.endpoint.geturl()
    say(endpoint=endpoint, port=server.endpoint.port)
    for line in sys.stdin:
        order = json.loads(line)
        if "write" in order:
            variant = ua.Variant(order["value"], getattr(ua.VariantType, order.get("type", "Double")))
            data = ua.DataValue(variant)
            data.StatusCode = ua.StatusCode(order.get("status", 0))
            data.SourceTimestamp = datetime.datetime.utcnow()
            nodes[order["write"]].set_value(data)
        if "answer" in order:
            answers.update(order["answer"])
        if "ramp" in order:
            arguments = ([nodes[f"Ramp{k}"] for k in range(order["ramp"][0])], order["ramp"][1])
            threading.Thread(target=ramp, args=arguments, daemon=True).start()
    server.stop()


def free_port():
    import socket

    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def add_device(folder, index, device, answers, tokens):
    node = folder.add_object(ua.NodeId(device, index), ua.QualifiedName(device, index))

    def refusal(*texts):
        result = ua.CallMethodResult()
        result.StatusCode = ua.StatusCode(ua.StatusCodes.BadUserAccessDenied)
        result.OutputArguments = [ua.Variant(text, ua.VariantType.String) for text in texts]
        return result

    def select(parent):
        if answers.get(device) == "refuse":
            return refusal("", "the drive is blocked")
        tokens[device] = f"token-{time.monotonic_ns()}"
        return [ua.Variant(tokens[device], ua.VariantType.String), ua.Variant("", ua.VariantType.String)]

    def operate(parent, *arguments):
        if device == "Selected" and arguments[0].Value != tokens.pop(device, None):
            return refusal("it is not selected")
        say(device=device, value=arguments[-1].Value, at=time.monotonic())
        if answers.get(device) == "refuse":
            return refusal("the drive is blocked")
        return [ua.Variant("", ua.VariantType.String)]

    text, number = ua.VariantType.String, ua.VariantType.Double
    taken = [text, number] if device == "Selected" else [number]
    for name, handler, inputs, outputs in (
        ("Select", select, [], [text, text]),
        ("Operate", operate, taken, [text]),
    ):
        node.add_method(ua.NodeId(f"{device}.{name}", index), ua.QualifiedName(name, index), handler, inputs, outputs)


def ramp(nodes, per_second):
    step, begin = 0, time.monotonic()
    while True:
        step += 1
        for node in nodes:
            node.set_value(float(step))
        time.sleep(max(0.0, begin + step / per_second - time.monotonic()))


if __name__ == "__main__":
    main()
