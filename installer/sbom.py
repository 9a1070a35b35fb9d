"""The list of parts as CycloneDX 1.6, for those who watch over what runs in a control room."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from installer.components import Component

SPEC_VERSION = "1.6"


def sbom(version: str, components: Sequence[Component], epoch_s: int) -> dict[str, Any]:
    """The document; the same parts and time give the same text.

    Args:
        epoch_s: time of the sources, seconds since 1970.
    """
    listed = [_component(c) for c in components]
    main = {
        "type": "application",
        "bom-ref": f"pkg:generic/tieline@{version}",
        "name": "tieline",
        "version": version,
        "purl": f"pkg:generic/tieline@{version}",
        "licenses": [{"license": {"id": "Apache-2.0"}}],
    }
    digest = hashlib.sha256(json.dumps([main, listed], sort_keys=True).encode()).hexdigest()
    return {
        "$schema": f"http://cyclonedx.org/schema/bom-{SPEC_VERSION}.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": SPEC_VERSION,
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, digest)}",
        "version": 1,
        "metadata": {
            "timestamp": datetime.fromtimestamp(epoch_s, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "component": main,
        },
        "components": listed,
        "dependencies": [{"ref": main["bom-ref"], "dependsOn": [c["bom-ref"] for c in listed]}],
    }


def _component(component: Component) -> dict[str, Any]:
    told: dict[str, Any] = {
        "type": "platform" if component.kind == "interpreter" else "library",
        "bom-ref": component.purl,
        "name": component.name,
        "version": component.version,
        "purl": component.purl,
        "licenses": [{"license": {"name": component.licence}}],
    }
    if component.home.startswith(("http://", "https://")):
        told["externalReferences"] = [{"type": "website", "url": component.home}]
    return told
