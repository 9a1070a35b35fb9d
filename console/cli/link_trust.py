"""``tieline link trust``: which servers' certificates are believed."""

from __future__ import annotations

import argparse

from console.cli.answers import print_json

SUMMARY = "Certificates of field servers: list, approve, remove; or show our own."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do with certificates."""
    verbs = parser.add_subparsers(dest="trust_verb", metavar="WHAT", required=True)
    listing = verbs.add_parser("list", help="certificates that wait for approval, and approved ones")
    listing.add_argument("--json", action="store_true", help="print one JSON object")
    for name, help_text in (("approve", "believe a certificate that waits"), ("remove", "forget a certificate")):
        verb = verbs.add_parser(name, help=help_text)
        verb.add_argument("fingerprint", metavar="FINGERPRINT", help="SHA-256, or at least its first 8 digits")
        verb.add_argument("--endpoint", default="", help="which server, where several show the same certificate")
    own = verbs.add_parser("own", help="our own certificate, for the owners of servers; made if there is none")
    own.add_argument("--json", action="store_true", help="print one JSON object")


def run(arguments: argparse.Namespace) -> int:
    """Do it; 0 done."""
    return {"list": _list, "approve": _decide, "remove": _decide, "own": _own}[arguments.trust_verb](arguments)


def _list(arguments: argparse.Namespace) -> int:
    from console.field.security.trust_store import TrustStore

    store = TrustStore()
    entries = store.entries()
    if arguments.json:
        certificates = [
            {
                "endpoint": e.certificate.endpoint,
                "approved": e.is_approved,
                "at": e.decided_at,
                "fingerprint": e.certificate.fingerprint,
                "subject": e.certificate.subject,
                "issuer": e.certificate.issuer,
                "not_before": e.certificate.not_before,
                "not_after": e.certificate.not_after,
                "notes": list(e.certificate.notes),
                "replaces": e.certificate.approved_fingerprint if not e.is_approved else "",
            }
            for e in entries
        ]
        print_json({"folder": str(store.folder), "certificates": certificates})
        return 0
    for entry in entries:
        shown = entry.certificate
        state = "approved" if entry.is_approved else "waits for approval"
        print(f"{shown.endpoint}  {state} since {entry.decided_at} UTC")
        print(f"  {shown.subject}, issued by {shown.issuer}, valid {shown.not_before} to {shown.not_after} UTC")
        print(f"  SHA-256 {shown.fingerprint}")
        for note in shown.notes:
            print(f"  but {note}")
        if shown.approved_fingerprint and not entry.is_approved:
            print(f"  would replace {shown.approved_fingerprint}")
    print(f"{len(entries)} certificates in {store.folder}")
    return 0


def _decide(arguments: argparse.Namespace) -> int:
    from console.field.security.trust_store import TrustStore

    store = TrustStore()
    is_approval = arguments.trust_verb == "approve"
    entry = (store.approve if is_approval else store.remove)(arguments.fingerprint, arguments.endpoint)
    shown = entry.certificate
    print(f"{'approved' if is_approval else 'removed'}: {shown.subject} at {shown.endpoint}, {shown.fingerprint}")
    return 0


def _own(arguments: argparse.Namespace) -> int:
    from cryptography import x509

    from console.field.security.certificates import describe
    from console.field.security.own_certificate import own_certificate
    from console.field.security.trust_store import TrustStore

    own = own_certificate(TrustStore().folder)
    shown = describe(x509.load_der_x509_certificate(own.certificate), "", None)
    answer = {
        "file": str(own.path),
        "subject": shown.subject,
        "application_uri": own.application_uri,
        "not_after": shown.not_after,
        "fingerprint": shown.fingerprint,
    }
    if arguments.json:
        print_json(answer)
    else:
        print(f"{own.path}\n  {shown.subject}, {own.application_uri}, valid to {shown.not_after} UTC")
        print(f"  SHA-256 {shown.fingerprint}")
    return 0
