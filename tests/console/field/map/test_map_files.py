"""Address maps as files: what is written comes back, and what is wrong is named."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from console.field.addresses import (
    AddressMap,
    ControlAddress,
    ControlStyle,
    PointAddress,
    SecurityMode,
    SecurityPolicy,
    ServerAddress,
)
from console.field.map import words
from console.field.map.reading import read_map
from console.field.map.writing import write_map
from console.field.simulator_map import simulator_server
from engines.exchange.shipped import load_shipped
from engines.plant.plant import Plant
from engines.values.points import PointDefinition, PointKind, Quantity
from engines.values.validation import FindingSeverity, InputError

HEAD = """
[[server]]
name = "A"
endpoint = "opc.tcp://10.0.0.5:4840"
"""
POINT = """
[[server.point]]
element = "switch:1"
quantity = "position"
node = "nsu=urn:v;s=Q1.Pos"
raw_values = { 1 = "open", 2 = "closed" }
"""


def read_text(tmp_path: Path, text: str | bytes, ending: str = ".toml"):
    path = tmp_path / f"map{ending}"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_map(path)


def refused(tmp_path: Path, text: str | bytes, ending: str = ".toml") -> InputError:
    with pytest.raises(InputError) as caught:
        read_text(tmp_path, text, ending)
    return caught.value


def same(left: AddressMap, right: AddressMap) -> bool:
    """Equal although NaN stands for "not known"."""
    return repr(left) == repr(right)


@pytest.mark.parametrize("ending", [".toml", ".csv"])
def test_the_map_of_our_simulator_comes_back_as_it_was(tmp_path, ending) -> None:
    plant = Plant(load_shipped("north").network)
    server = replace(simulator_server("North", "opc.tcp://127.0.0.1:4840", plant.points), is_simulator=False)
    written = AddressMap("map", (server,))
    write_map(tmp_path / f"map{ending}", written)
    read, report = read_map(tmp_path / f"map{ending}")
    assert same(read, written)
    assert report.findings == ()


text = st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=12).filter(
    lambda t: t == t.strip() and t != "?"
)
number = st.floats(-1e6, 1e6, allow_nan=False).filter(lambda x: abs(x) > 1e-9)
node = text.map(lambda t: f"nsu=urn:v;s={t}")


@st.composite
def points(draw) -> tuple[PointAddress, ControlAddress | None]:
    quantity = draw(st.sampled_from(list(Quantity)))
    kind = words.kind_of(quantity)
    controlled = quantity in words.CONTROLLABLE and draw(st.booleans())
    low = draw(number)
    definition = PointDefinition(
        draw(text), quantity, kind, low=low, high=low + 1.0, dead_band=abs(draw(number)), is_controllable=controlled
    )
    raw = ((1, 0), (2, 1)) if kind is PointKind.POSITION else ()
    point = PointAddress(definition, draw(node), "Int32", draw(number), draw(number), raw)
    if not controlled:
        return point, None
    return point, ControlAddress(
        definition.point_id,
        ControlStyle.SELECT_BEFORE_OPERATE,
        *(draw(node) for _ in range(4)),
        raw_values=((0, 0), (1, 1)),
    )


@given(
    made=st.lists(points(), max_size=5, unique_by=lambda p: p[0].definition.point_id), name=text, ending=st.booleans()
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_map_comes_back_as_it_was(tmp_path, made, name, ending) -> None:
    server = ServerAddress(
        name,
        "opc.tcp://127.0.0.1:4840",
        tuple(p for p, _ in made),
        tuple(c for _, c in made if c is not None),
        SecurityPolicy.AES256_SHA256_RSAPSS,
        SecurityMode.SIGN,
        user="anna",
    )
    path = tmp_path / ("map.toml" if ending else "map.csv")
    write_map(path, AddressMap("map", (server,)))
    assert same(read_map(path)[0], AddressMap("map", (server,)))


TABLE = "server;element;quantity;node;scale;raw_values;endpoint\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("first", ["", "sep=;\r\n"])
def test_a_table_as_spreadsheets_write_it(tmp_path, encoding, first) -> None:
    lines = (
        "Süd;bus:1;vm_pu;nsu=urn:v;s=U;0,001;;opc.tcp://10.0.0.5\r\n"
        ';switch:1;position;"nsu=urn:v;s=Pos";;"1=open; 2 = closed";\r\n'
    )
    lines = lines.replace("nsu=urn:v;s=U", '"nsu=urn:v;s=U"').replace("\r\n;", "\r\nSüd;")
    read, _ = read_text(tmp_path, (first + TABLE + lines).encode(encoding), ".csv")
    (server,) = read.servers
    assert (server.name, server.endpoint) == ("Süd", "opc.tcp://10.0.0.5")
    assert server.points[0].scale == 0.001
    assert server.points[0].node == "nsu=urn:v;s=U"
    assert server.points[1].raw_values == ((1, 0), (2, 1))


def test_lines_are_counted_as_the_person_sees_them(tmp_path) -> None:
    error = refused(tmp_path, TABLE + "\r\nA;bus:1;vm_pu;i=1;;;opc.tcp://h\r\nA;bus:2;vm;i=2;;;\r\n", ".csv")
    assert "map.csv, line 4, quantity" in str(error)
    error = refused(tmp_path, HEAD + POINT + POINT.replace("switch:1", "switch:2").replace("position", "positio"))
    assert "line 12, quantity" in str(error)
    assert "did you mean position?" in str(error)


WRONG_POINTS = {
    'element = "switch:1"': {
        "": "no element",
        "element = 7": "no text",
    },
    'quantity = "position"': {
        "": "no quantity",
        'quantity = "p_kw"': "no quantity 'p_kw'",
        'quantity = "vm_pu"': "no raw values",
    },
    'node = "nsu=urn:v;s=Q1.Pos"': {
        "": "node is missing",
        'node = "ns=2;s=Q1"': "write its URI",
        'node = "nsu=urn:v"': "no namespace URI or nothing after it",
        'node = "Q1.Pos"': "is no node",
        'node = "i=-1"': "no number",
        'node = "i=4294967296"': "no number",
        'node = "g=xyz"': "no GUID",
        'node = "b=*"': "no base64",
        'node = "nsu=urn:v;x=1"': "is no node",
        'node = "/"': "empty step",
        'node = "/urn:v:A/"': "empty step",
        'node = "/A&"': "lone &",
    },
    'raw_values = { 1 = "open", 2 = "closed" }': {
        'raw_values = { 1 = "open" }': "means closed",
        'raw_values = { 1 = "open", 2 = "shut" }': "'shut' is no value",
        'raw_values = { 1 = "open", "01" = "closed" }': "given twice",
        'raw_values = { 1 = "open", 2 = 9 }': "9 is no position",
        'raw_values = "open closed"': "no pairs",
        'raw_values = { 1 = "open", 2 = "closed" }\nscale = 0': "scale of 0",
        'raw_values = { 1 = "open", 2 = "closed" }\nscale = "a"': "no finite number",
        'raw_values = { 1 = "open", 2 = "closed" }\nscale = nan': "no finite number",
        'raw_values = { 1 = "open", 2 = "closed" }\nscale = true': "no finite number",
        'raw_values = { 1 = "open", 2 = "closed" }\nlow = 2\nhigh = 1': "is empty",
        'raw_values = { 1 = "open", 2 = "closed" }\ndead_band = -1': "-1 is not possible",
        'raw_values = { 1 = "open", 2 = "closed" }\nreporting_interval_s = 0': "0 is not possible",
        'raw_values = { 1 = "open", 2 = "closed" }\ndata_type = "Real"': "no type of number",
        'raw_values = { 1 = "open", 2 = "closed" }\ndata_type = "String"': "no type of number",
        'raw_values = { 1 = "open", 2 = "closed" }\npassword = "x"': "no place in a file",
        'raw_values = { 1 = "open", 2 = "closed" }\ncontrol = 3': "no table",
        'raw_values = { 1 = "open", 2 = "closed" }\ncontrol = { style = "sbo" }': "'sbo' is not known",
        'raw_values = { 1 = "open", 2 = "closed" }\ncontrol = { operate = "i=1" }': "without a style",
        'raw_values = { 1 = "open", 2 = "closed" }\ncontrol = { style = "direct_method", object = "i=1" }': "operate",
        'raw_values = { 1 = "open", 2 = "closed" }\ncontrol = { style = "select_before_operate", object = "i=1", '
        'operate = "i=2" }': "of select",
        'raw_values = { 1 = "open", 2 = "closed" }\ncontrol = { style = "write", object = "x" }': "is no node",
        'raw_values = { 1 = "open", 2 = "closed" }\ncontrol = { style = "write", select_timeout_s = 0 }': "0 s",
        'raw_values = { 1 = "open", 2 = "closed" }\ncontrol = { style = "write", tolerance = -1 }': "never kept",
        'raw_values = { 1 = "open", 2 = "closed" }\ncontrol = { style = "write", raw_values = { shut = 1 } }': "'shut'",
    },
}


@pytest.mark.parametrize(
    ("right", "wrong", "words_said"), [(r, w, s) for r, cases in WRONG_POINTS.items() for w, s in cases.items()]
)
def test_what_is_wrong_with_a_point_is_named_with_its_place_and_remedy(tmp_path, right, wrong, words_said) -> None:
    error = refused(tmp_path, HEAD + POINT.replace(right, wrong))
    assert "map.toml, line 6" in str(error)
    assert words_said in str(error)
    assert error.remedy
    assert "\n" not in str(error)


@pytest.mark.parametrize(
    ("fields", "words_said"),
    [
        ('endpoint = "10.0.0.5"', "does not begin with opc.tcp"),
        ('endpoint = "opc.tcp://"', "no host"),
        ('endpoint = "opc.tcp://h:99999"', "impossible host or port"),
        ('endpoint = "opc.tcp://anna:pw@h:4840"', "contains a user name"),
        ("", "no endpoint"),
        ('endpoint = "opc.tcp://h"\nuser = "anna"', "needs a secured channel"),
        ('endpoint = "opc.tcp://h"\nuses_certificate = true', "needs a secured channel"),
        ('endpoint = "opc.tcp://h"\nsecurity_policy = "Basic256"', "'Basic256' is not known"),
        ('endpoint = "opc.tcp://h"\nsecurity_policy = "Basic256Sha256"\nsecurity_mode = "none"', "exclude each other"),
        ('endpoint = "opc.tcp://h"\nsecurity_mode = "sign"\nuser = "a"\nuses_certificate = true', "both a user"),
        ('endpoint = "opc.tcp://h"\nkeep_alive_s = 60', "60 s is not possible"),
        ('endpoint = "opc.tcp://h"\npublishing_interval_s = 0', "0 s is not possible"),
        ('endpoint = "opc.tcp://h"\nuser_password = "secret!"', "no place in a file"),
    ],
)
def test_what_is_wrong_with_a_server_is_named(tmp_path, fields, words_said) -> None:
    error = refused(tmp_path, f'[[server]]\nname = "A"\n{fields}\n')
    assert "line 1" in str(error)
    assert words_said in str(error)
    assert "secret!" not in str(error)
    assert ":pw" not in str(error)


@pytest.mark.parametrize(
    ("content", "ending", "words_said"),
    [
        ("", ".toml", "names no server"),
        ("a = ", ".toml", "not TOML"),
        ("server = 3", ".toml", "no list of tables"),
        ("[[servers]]\nname = 'a'", ".toml", "not known at the top"),
        ("[" * 5000, ".toml", "not TOML"),
        (b"\xff\xfe\x00", ".toml", "UTF-8"),
        (b"server,element\nn\xfcrnberg,1", ".csv", "UTF-8"),
        ("", ".csv", "empty"),
        ("server\nA", ".csv", "one column only"),
        ("server,element,quantity\nA,1,2", ".csv", "column node is missing"),
        ("server,element,quantity,node,node\n", ".csv", "there twice"),
        ("server,element,quantity,node\nA,1,vm_pu,i=1,5", ".csv", "5 cells and only 4 columns"),
        ("server,element,quantity,node\n,1,vm_pu,i=1", ".csv", "names no server"),
        ('server,element,quantity,node\nA,"1,vm_pu,i=1', ".csv", "no table"),
        ("server,element,quantity,node,endpoint\nA,,,,opc.tcp://a\nA,,,,opc.tcp://b", ".csv", "further up"),
        ("x", ".json", "no address map"),
    ],
)
def test_what_is_no_map_is_named(tmp_path, content, ending, words_said) -> None:
    error = refused(tmp_path, content, ending)
    assert words_said in str(error)
    assert error.remedy


def test_a_missing_file_is_named(tmp_path) -> None:
    with pytest.raises(InputError, match="no such file"):
        read_map(tmp_path / "nothing.toml")


def test_a_point_given_twice_names_the_first_place(tmp_path) -> None:
    other = POINT.replace("Q1.Pos", "Q2.Pos")
    error = refused(tmp_path, HEAD + POINT + HEAD.replace('"A"', '"B"').replace("10.0.0.5", "10.0.0.6") + other)
    assert "switch:1/position was already given at line 6" in str(error)


def test_all_errors_are_in_the_report(tmp_path) -> None:
    error = refused(tmp_path, HEAD + POINT.replace("Q1.Pos", "") + POINT.replace("position", "x"))
    assert [f.severity for f in error.report.findings] == [FindingSeverity.ERROR] * 2
    assert "(and 1 more)" in str(error)


def test_doubtful_things_are_told_and_the_map_is_usable(tmp_path) -> None:
    doubtful = (
        POINT.replace("raw_values", "#")
        + 'vendor = "x"\ncontrol = { style = "write", select = "i=9" }\n'
        + POINT.replace("switch:1", "switch:2")
    )
    read, report = read_text(tmp_path, HEAD + doubtful)
    reasons = " | ".join(f.reason for f in report.findings)
    for expected in ("0 open and 1 closed", "vendor is not known", "select is not used", "already read", "anybody"):
        assert expected in reasons
    assert not report.has_errors
    assert len(read.servers[0].points) == 2
    assert read.servers[0].controls[0].select == ""
    assert read.servers[0].controls[0].object_node == "nsu=urn:v;s=Q1.Pos"


def test_what_is_still_a_guess_is_shown_and_never_commanded(tmp_path) -> None:
    guess = POINT + 'guess = "named Pos"\ncontrol = { style = "write" }\n'
    read, report = read_text(tmp_path, HEAD + guess + POINT.replace("switch:1", "?"))
    (server,) = read.servers
    assert len(server.points) == 1
    assert not server.points[0].definition.is_controllable
    assert server.controls == ()
    assert {f.severity for f in report.findings} == {FindingSeverity.WARNING}
    assert any("not assigned" in f.reason for f in report.findings)
    assert any("guesses" in f.reason for f in report.findings)


def test_no_file_can_claim_to_be_our_simulator(tmp_path) -> None:
    read, _ = read_text(tmp_path, HEAD + "is_simulator = true\n" + POINT)
    assert not read.servers[0].is_simulator


def test_what_is_left_out_is_as_usual(tmp_path) -> None:
    read, _ = read_text(tmp_path, HEAD + 'security_mode = "sign"\n' + POINT)
    server = read.servers[0]
    assert (server.security_policy, server.security_mode) == (SecurityPolicy.BASIC256SHA256, SecurityMode.SIGN)
    definition = server.points[0].definition
    assert math.isnan(definition.low)
    assert math.isnan(definition.reporting_interval_s)
    assert definition.kind is PointKind.POSITION


def test_a_file_that_cannot_be_written_is_named(tmp_path) -> None:
    for path in (tmp_path / "no folder" / "map.toml", tmp_path / "map.xlsx"):
        with pytest.raises(InputError):
            write_map(path, AddressMap("m"))
    assert list(tmp_path.iterdir()) == []


def test_the_map_in_the_documentation_is_one(tmp_path) -> None:
    document = (Path(__file__).parents[4] / "docs" / "integrators.md").read_text("utf-8")
    (example,) = [part for part in document.split("```toml")[1:] if "[[server]]" in part]
    read, report = read_text(tmp_path, example.partition("```")[0])
    assert report.findings == ()
    assert read.servers[0].controls[0].style is ControlStyle.SELECT_BEFORE_OPERATE
