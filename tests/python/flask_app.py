#!/usr/bin/python3
"""A Flask app whose session hallpass shares: Python's end of the tests of flaskSession.

Usage: flask_app.py PORT CONFIG, the configuration of the app as JSON. Values that JSON does not
have are marked: {"$uuid": …}, {"$datetime": …}, {"$bytes": hex}, {"$tuple": […]}, {"$markup": …}.
Needs Debian's python3-flask.
"""

import json
import sys
import uuid
from datetime import datetime, timezone

from flask import Flask, jsonify, request, session
from markupsafe import Markup
from werkzeug.serving import WSGIRequestHandler, make_server

app = Flask(__name__)
app.config.update(json.loads(sys.argv[2]))


def marked(value):
    if isinstance(value, Markup):
        return {"$markup": str(value)}
    if isinstance(value, datetime):
        return {"$datetime": value.astimezone(timezone.utc).isoformat().replace("+00:00", "Z")}
    if isinstance(value, uuid.UUID):
        return {"$uuid": str(value)}
    if isinstance(value, bytes):
        return {"$bytes": value.hex()}
    if isinstance(value, tuple):
        return {"$tuple": [marked(item) for item in value]}
    if isinstance(value, list):
        return [marked(item) for item in value]
    if isinstance(value, dict):
        return {name: marked(member) for name, member in value.items()}
    return value


def unmarked(value):
    if isinstance(value, list):
        return [unmarked(item) for item in value]
    if not isinstance(value, dict):
        return value
    if len(value) == 1:
        (mark, inner), = value.items()
        if mark == "$markup":
            return Markup(inner)
        if mark == "$datetime":
            return datetime.strptime(inner, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=timezone.utc)
        if mark == "$uuid":
            return uuid.UUID(inner)
        if mark == "$bytes":
            return bytes.fromhex(inner)
        if mark == "$tuple":
            return tuple(unmarked(item) for item in inner)
    return {name: unmarked(member) for name, member in value.items()}


@app.get("/flask/")
def page():
    return f"<!doctype html><title>Flask</title><h1>{session.get('name', 'stranger')}</h1>"


@app.get("/flask/session")
def read():
    return app.response_class(json.dumps(marked(dict(session))), mimetype="application/json")


@app.post("/flask/session")
def write():
    for name, value in request.get_json().items():
        session[name] = unmarked(value)
    return jsonify(list(session))


@app.post("/flask/permanent")
def permanent():
    session.permanent = True
    return jsonify(True)


@app.post("/flask/clear")
def clear():
    session.clear()
    return jsonify(True)


class Quiet(WSGIRequestHandler):
    def log(self, *_arguments):
        pass


server = make_server("127.0.0.1", int(sys.argv[1]), app, threaded=True, request_handler=Quiet)
print("ready", flush=True)
server.serve_forever()
