"""What the verbs that connect to field servers have in common: passwords, and refusals in one line."""

from __future__ import annotations

import argparse
import getpass
import logging
import sys
from pathlib import Path

from console.field.addresses import ServerAddress
from console.field.security.credentials import Credentials
from console.field.security.passwords import system_passwords
from console.field.security.refusals import LinkRefused
from engines.values.validation import InputError


def add_login_arguments(parser: argparse.ArgumentParser) -> None:
    """Options about who we are."""
    login = parser.add_argument_group("login")
    login.add_argument("--password-stdin", action="store_true", help="read passwords from standard input, a line each")
    login.add_argument("--login-certificate", type=Path, metavar="FILE", help="log in with this certificate")
    login.add_argument("--login-key", type=Path, metavar="FILE", help="its private key")


def credentials_for(server: ServerAddress, arguments: argparse.Namespace) -> Credentials:
    """Password from the keyring, standard input or the person; certificate files as given.

    Raises ``InputError`` where a password is needed and nobody can be asked.
    """
    if bool(arguments.login_certificate) != bool(arguments.login_key):
        raise InputError("--login-certificate", "certificate and key belong together", "give --login-key too")
    files = (arguments.login_certificate, arguments.login_key)
    if not server.user:
        return Credentials(None, *files)
    if arguments.password_stdin:
        return Credentials(sys.stdin.readline().rstrip("\r\n"), *files)
    kept = system_passwords().find(server)
    if kept is not None:
        return Credentials(kept, *files)
    if not sys.stdin.isatty():
        raise InputError(
            server.name, f"the password of {server.user} is not in the keyring", "use --password-stdin or a terminal"
        )
    return Credentials(getpass.getpass(f"Password of {server.user} at {server.name}: "), *files)


def as_input_error(refused: LinkRefused, server: ServerAddress) -> InputError:
    """A refusal for a terminal; an approvable certificate is shown with what to type."""
    certificate = refused.certificate
    if not refused.is_approvable or certificate is None:
        return InputError(server.name, refused.reason, refused.remedy)
    print(
        f"subject      {certificate.subject}\n"
        f"issuer       {certificate.issuer}\n"
        f"valid        {certificate.not_before} to {certificate.not_after} UTC\n"
        f"issued for   {', '.join((*certificate.host_names, *certificate.application_uris)) or '–'}\n"
        f"SHA-256      {certificate.fingerprint}",
        file=sys.stderr,
    )
    shortest = certificate.fingerprint.replace(":", "")[:16]
    return InputError(
        server.name,
        refused.reason,
        f"compare the fingerprint with the server's owner, then: tieline link trust approve {shortest}",
    )


def quiet_libraries() -> None:
    """What the protocol library logs is for its makers; a person gets our sentence."""
    logging.getLogger("asyncua").setLevel(logging.CRITICAL + 1)
