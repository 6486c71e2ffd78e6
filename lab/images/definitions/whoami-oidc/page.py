#!/usr/bin/python3
"""Shows who is logged in, and keeps one note a person.

Apache starts this for every request (CGI). Who asks is told by mod_auth_openidc in OIDC_CLAIM_*, which no client can set.
"""
import html
import json
import os
import sys
from urllib.parse import parse_qs, quote

import notes

LARGEST = 64 * 1024
# Compared with what the browser says of a form's origin: another site must not write in a visitor's name.
HOME = "https://" + os.environ.get("SERVER_NAME", "")
PAGE = """<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<title>{title}</title>
<h1>{title}</h1>
{body}
<footer>whoami-oidc {version}</footer>
"""
ME = """<dl>
<dt>User</dt><dd id="user">{preferred_username}</dd>
<dt>Name</dt><dd id="name">{name}</dd>
<dt>E-mail</dt><dd id="email">{email}</dd>
<dt>Subject</dt><dd id="sub">{sub}</dd>
<dt>Issuer</dt><dd id="iss">{iss}</dd>
</dl>
<form id="note-form" method="post" action="/note">
<label for="note">Your note</label>
<textarea id="note" name="note">{note}</textarea>
<button id="save">Save</button>
</form>
<p id="written">{written}</p>
<p><a id="logout" href="/logout">Log out</a></p>"""


def me():
    return {name: os.environ.get(f"OIDC_CLAIM_{name}", "") for name in ("sub", "iss", "preferred_username", "name", "email")}


def send(status, body=b"", **headers):
    lines = [f"Status: {status}", "Cache-Control: no-store", "X-Content-Type-Options: nosniff"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    sys.stdout.buffer.write("\r\n".join(lines).encode() + b"\r\n\r\n" + body)
    sys.exit()


def send_json(status, value):
    send(status, json.dumps(value).encode() + b"\n", Content_Type="application/json")


def send_page(title, body):
    page = PAGE.format(title=title, body=body, version=notes.VERSION)
    send(200, page.encode(), Content_Type="text/html; charset=utf-8", Content_Security_Policy="default-src 'self'; frame-ancestors 'none'")


def body():
    length = int(os.environ.get("CONTENT_LENGTH") or 0)
    if length > LARGEST:
        send_json(413, {"error": f"a note has at most {LARGEST} bytes"})
    return sys.stdin.buffer.read(length).decode("utf-8", "replace")


def home():
    note = notes.read(me()) or {}
    shown = {**me(), "note": note.get("note", ""), "written": note.get("written", "")}
    send_page("Who am I?", ME.format(**{name: html.escape(value) for name, value in shown.items()}))


def save_form():
    form = parse_qs(body(), keep_blank_values=True)
    if os.environ.get("HTTP_ORIGIN") != HOME:
        send_json(403, {"error": "this form comes from another site"})
    notes.write(me(), form.get("note", [""])[0])
    send(303, Location="/")


def read_note():
    note = notes.read(me())
    send_json(200, note) if note else send_json(404, {"error": "you have no note"})


def put_note():
    try:
        note = json.loads(body())["note"]
    except (ValueError, KeyError, TypeError):
        note = None
    if not isinstance(note, str):
        send_json(400, {"error": 'want {"note": "some text"}'})
    notes.write(me(), note)
    send_json(200, notes.read(me()))


def delete_note():
    notes.remove(me())
    send(204)


ROUTES = {
    ("GET", "/"): home,
    ("POST", "/note"): save_form,
    ("GET", "/logout"): lambda: send(302, Location=f"/oidc/callback?logout={quote(HOME + '/signed-out', safe='')}"),
    ("GET", "/signed-out"): lambda: send_page("Signed out", '<p><a id="login" href="/">Log in</a></p>'),
    ("GET", "/health"): lambda: send_json(200, {"status": "ok", "version": notes.VERSION}),
    ("GET", "/api/me"): lambda: send_json(200, me()),
    ("GET", "/api/note"): read_note,
    ("PUT", "/api/note"): put_note,
    ("DELETE", "/api/note"): delete_note,
}

if __name__ == "__main__":
    path = os.environ.get("PATH_INFO") or "/"
    method = os.environ.get("REQUEST_METHOD", "GET")
    allowed = [each for each, route in ROUTES if route == path]
    if not allowed:
        send_json(404, {"error": f"no page {path}"})
    if method not in allowed:
        send_json(405, {"error": f"{path} takes {', '.join(allowed)}"})
    ROUTES[method, path]()
