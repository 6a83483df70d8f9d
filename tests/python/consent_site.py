"""A Flask site that takes part in a shared consent, as services of a fleet do: the four routes, the
cookies and the calls of the wire protocol, with nothing of hallpass in it.

Arguments: the site's own port, the address of the central service, the site's API key, the folder
that has the browser script. Prints `ready` when it listens.
"""

import datetime
import socket
import sys
import threading
import time

import flask
import requests
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.serving import make_server

PORT, SERVICE, API_KEY, SCRIPTS = int(sys.argv[1]), sys.argv[2].rstrip("/"), sys.argv[3], sys.argv[4]
YEAR = 31536000

# Browsers find *.localhost by themselves; Python asks the system, which may not.
_resolve = socket.getaddrinfo


def _loopback(host, *rest, **more):
    local = isinstance(host, str) and host.endswith(".localhost")
    return _resolve("127.0.0.1" if local else host, *rest, **more)


socket.getaddrinfo = _loopback

app = flask.Flask(__name__)
app.config["SECRET_KEY"] = "the secret of the Flask site in this test"
site = flask.Blueprint("shared_consent", __name__, url_prefix="/_cookies")
up = {"known": False}


def signer():
    return URLSafeTimedSerializer(app.config["SECRET_KEY"], salt="cookie-consent-signer")


def utc_now():
    return datetime.datetime.now(datetime.timezone.utc)


def who():
    token = flask.request.cookies.get("_cookies_auth_token")
    try:
        return signer().loads(token, max_age=YEAR) if token else None
    except BadSignature:
        return None


def ask(method, path, **more):
    more.setdefault("timeout", 10)
    answer = requests.request(
        method, SERVICE + path, headers={"Authorization": f"Bearer {API_KEY}"}, **more
    )
    answer.raise_for_status()
    return answer.json()


def of(user):
    return f"/api/v1/users/{user}/preferences"


def watch():
    while True:
        try:
            answer = requests.get(f"{SERVICE}/_status/check", timeout=3)
            up["known"] = answer.status_code == 200
        except requests.RequestException:
            up["known"] = False
        time.sleep(1)


def stale():
    sent = flask.request.cookies.get("_cookies_freshness_ts")
    try:
        return utc_now() - datetime.datetime.fromisoformat(sent) > datetime.timedelta(days=1)
    except (TypeError, ValueError):
        return True


def told(consent):
    return {
        "action": "set_preferences",
        "consent": consent,
        "cookies_freshness_ts": utc_now().isoformat(),
    }


@site.after_request
def uncached(response):
    response.headers["Cache-Control"] = "no-store, no-cache, must-revalidate, private"
    response.headers["Pragma"] = "no-cache"
    return response


@site.errorhandler(requests.RequestException)
def unreachable(_error):
    return {"error": "Cookie service failed"}, 502


@site.get("/init")
def init():
    cookies, user = flask.request.cookies, who()
    if not up["known"]:
        return {"error": "Cookie service not available"}, 503
    if user is None:
        if cookies.get("_cookies_redirect_attempted"):
            return {"action": "none"}
        url = f"{SERVICE}/api/v1/cookies/session?return_uri="
        return {"action": "redirect", "redirect_url": url}
    accepted = cookies.get("_cookies_accepted")
    if cookies.get("_cookies_set_offline"):
        remote, local = ask("GET", of(user)), cookies.get("_cookies_freshness_ts")
        if not (remote["updated_at"] and local and remote["updated_at"] < local):
            return told(remote["preferences"]["consent"])
        ask("POST", of(user), json={"preferences": {"consent": accepted}})
        response = flask.jsonify(action="offline_preferences_synced")
        response.delete_cookie("_cookies_set_offline")
        return response
    if stale() or not accepted:
        return told(ask("GET", of(user))["preferences"]["consent"])
    return {"action": "none"}


@site.get("/callback")
def callback():
    back = flask.request.args.get("return_uri") or "/"
    response = flask.redirect(back if back.startswith("/") and back[1:2] not in "/\\" else "/")
    response.set_cookie(
        "_cookies_redirect_attempted", "1", max_age=300, httponly=True, samesite="Lax"
    )
    code = flask.request.args.get("code")
    try:
        user = ask("POST", "/api/v1/token", json={"code": code})["user_uuid"] if code else None
    except requests.RequestException:
        user = None
    if user:
        response.set_cookie(
            "_cookies_auth_token", signer().dumps(user), max_age=YEAR, httponly=True, samesite="Lax"
        )
    return response


@site.get("/get-preferences")
def get_preferences():
    user = who()
    return ask("GET", of(user)) if user else ({"error": "Not authenticated"}, 401)


@site.post("/set-preferences")
def set_preferences():
    user = who()
    if user is None:
        return {"error": "Not authenticated"}, 401
    try:
        ask("POST", of(user), json=flask.request.json)
    except requests.RequestException:
        return {"error": "Failed to save preferences"}, 500
    return {"message": "Preferences saved", "cookies_freshness_ts": utc_now().isoformat()}


@app.get("/script/<path:name>")
def script(name):
    return flask.send_from_directory(SCRIPTS, name)


@app.get("/")
@app.get("/<path:page>")
def page(page=""):
    return """<!doctype html><html lang="en"><meta charset="utf-8"><title>Flask</title>
<link rel="stylesheet" href="/script/css/cookie-policy.css"><h1>A site on Flask</h1>
<button class="js-revoke-cookie-manager">What I agreed to</button>
<script src="/script/js/cookie-policy.js"></script>
<script>cpNs.cookiePolicy(null, true)</script></html>"""


app.register_blueprint(site)
threading.Thread(target=watch, daemon=True).start()
server = make_server("127.0.0.1", PORT, app, threaded=True)
print("ready", flush=True)
server.serve_forever()
