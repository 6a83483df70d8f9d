"""An app in Python that writes down what reaches it, as WSGI would name it; GET /-/seen tells."""

import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

seen = []


class App(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self):
        if self.path == "/-/seen":
            return self.reply(json.dumps(seen), "application/json")
        if self.path == "/-/clear":
            seen.clear()
            return self.reply("", "text/plain")
        size = len(self.rfile.read(int(self.headers.get("Content-Length") or 0)))
        told = {}
        for name, value in self.headers.items():
            told.setdefault("HTTP_" + name.upper().replace("-", "_"), []).append(value)
        seen.append({"method": self.command, "url": self.path, "told": told, "size": size})
        user = told.get("HTTP_X_FORWARDED_USER", [""])[0] or "nobody"
        self.reply(
            f'<!doctype html><title>App</title><h1>Hello {user}</h1>'
            f'<a href="/sign-out">Sign out</a>',
            "text/html",
        )

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = do_OPTIONS = do_PATCH = answer

    def reply(self, text, kind):
        body = text.encode()
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *_):
        pass


ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), App).serve_forever()
