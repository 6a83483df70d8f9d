"""A Python app that knows nothing of a login: it shows what its requests say. python3 site.py PORT"""
import html
import sys
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

SHOWN = ("USER", "EMAIL", "GROUPS")


class Threaded(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Silent(WSGIRequestHandler):
    def log_message(self, format, *args):
        pass


def app(environ, start_response):
    path = environ["PATH_INFO"]
    start_response("200 OK", [("Content-Type", "text/html; charset=utf-8")])
    shown = "".join(
        f'<p id="{name.lower()}">{html.escape(environ.get("HTTP_X_FORWARDED_" + name, "-"))}</p>'
        for name in SHOWN
    )
    cookies = html.escape(environ.get("HTTP_COOKIE", ""))
    page = f"<!doctype html><title>Python</title><h1>Python at {html.escape(path)}</h1>{shown}"
    return [f'{page}<p id="cookies">{cookies}</p><a href="/sign-out">Sign out</a>'.encode()]


make_server("127.0.0.1", int(sys.argv[1]), app, Threaded, Silent).serve_forever()
