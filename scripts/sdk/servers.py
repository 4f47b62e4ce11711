"""Starts mock and proxy, and runs the clients against them: one process a client, some at a time."""

import concurrent.futures
import json
import os
import pathlib
import subprocess
import sys
import time
import urllib.request

import environments
import table

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
#: What a store answers the second time.
QUESTIONS = ("generateContent", "streamGenerateContent", "batchEmbedContents", "embedContent", "predict", "chatCompletions", "openAIEmbeddings")
#: The longest one client may take.
PATIENCE = 240


class Server:
    """A gemcache that serves until the end of the `with` block."""

    def __init__(self, gemcache, folder, command, *options):
        self.ready = folder / f"{command}.ready"
        self.log = open(folder / f"{command}.log", "wb")
        self.arguments = [gemcache, command, "--listen", "127.0.0.1:0", "--ready-file", str(self.ready), *options]

    def __enter__(self):
        self.process = subprocess.Popen(self.arguments, stdout=self.log, stderr=self.log, stdin=subprocess.DEVNULL)
        for _ in range(600):
            if self.ready.exists() and self.ready.read_text().strip():
                return self.ready.read_text().split()[0]
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        self.__exit__()
        sys.exit(f"sdk-check: did not start: {' '.join(self.arguments)}\n{pathlib.Path(self.log.name).read_text()[-2000:]}")

    def __exit__(self, *_):
        if self.process.poll() not in (None, 0, -15):
            print(f"sdk-check: {self.arguments[1]} ended with {self.process.returncode}\n{pathlib.Path(self.log.name).read_text()[-2000:]}")
        self.process.terminate()
        self.process.wait()
        self.log.close()


class Round:
    """All chosen clients against one server."""

    def __init__(self, folder, clients, given):
        self.folder, self.clients, self.given = folder, clients, given

    def run(self, title, base, proxy=0):
        """`proxy` counts how often a proxy is asked; 0 where the server is none."""
        clients = [client for client in self.clients if client.proxy or not proxy]
        started = time.monotonic()
        with concurrent.futures.ThreadPoolExecutor(self.given.jobs) as pool:
            results = list(pool.map(lambda client: self.client(client, base.rstrip("/"), proxy), clients))
        table.show(f"{title}  {base}", results, time.monotonic() - started)
        return [{**result, "title": title} for result in results]

    def list(self):
        for client in self.clients:
            print(client.name)
            for record in self.client(client, "", 0, "--list")["records"]:
                print(f"    {record['area']:14} {record['case']}")

    def client(self, client, base, proxy, *more):
        result = {"client": client.name, "version": "", "records": [], "reason": environments.missing.get(client.environment, ""), "seconds": 0.0}
        if result["reason"]:
            return result
        out = self.folder / f"{client.name}.{proxy}.jsonl"
        out.write_text("")
        home = self.folder / f"home-{client.name}"
        home.mkdir(exist_ok=True)
        started = time.monotonic()
        command = [environments.python(client.environment), str(HERE / "run.py"), client.module, client.package, str(out), *more]
        with open(self.folder / f"{client.name}.out", "wb") as noise:
            run = subprocess.Popen([*command, *(["--case", self.given.case] if self.given.case else [])],
                                   env=surroundings(base, proxy, home), stdout=noise, stderr=noise, stdin=subprocess.DEVNULL, cwd=home)
            try:
                run.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                run.kill()
        records = [json.loads(line) for line in out.read_text().splitlines()]
        result["seconds"] = time.monotonic() - started
        for record in records:
            result.update({name: record[name] for name in ("version", "reason") if name in record})
        result["records"] = [record for record in records if "case" in record]
        if not any("ended" in record for record in records) and not result["reason"]:
            last = (self.folder / f"{client.name}.out").read_text(errors="replace").strip().splitlines()[-1:]
            note = f"ended with {run.returncode} after {result['seconds']:.0f} s: {' '.join(last)}"
            result["records"].append({"case": "runs to its end", "area": "clients", "outcome": "failed", "note": note, "seconds": 0})
        return result


def surroundings(base, proxy, home):
    """The environment of a client: no settings of the user's own, no credentials, the server's address."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "LANG", "LC_ALL", "TMPDIR", "SSL_CERT_FILE", "LD_LIBRARY_PATH")}
    return {**kept, "HOME": str(home), "LLM_USER_PATH": str(home / "llm"), "SDK_CHECK_BASE": base, "SDK_CHECK_PROXY": str(proxy),
            "GOOGLE_GEMINI_BASE_URL": base, "GEMINI_API_KEY": "sdk-check-key-that-opens-nothing", "NO_PROXY": "*", "no_proxy": "*",
            "PYTHONPATH": str(HERE), "PYTHONDONTWRITEBYTECODE": "1", "LITELLM_LOCAL_MODEL_COST_MAP": "True", "LITELLM_MODE": "PRODUCTION",
            "LANGSMITH_TRACING": "false", "GRPC_VERBOSITY": "NONE"}


def binary():
    gemcache = os.environ.get("GEMCACHE")
    if not gemcache:
        shown = subprocess.run(["swift", "build", "--package-path", str(ROOT), "--show-bin-path"], capture_output=True, text=True, check=True)
        gemcache = shown.stdout.strip() + "/gemcache"
    if not os.access(gemcache, os.X_OK):
        sys.exit(f"sdk-check: there is no program at {gemcache}; run swift build first")
    return gemcache


def asked(mock):
    """The questions that reached the mock and were answered."""
    with urllib.request.urlopen(f"{mock}/__mock/requests") as answer:
        log = json.load(answer)["requests"]
    return [request for request in log if request["operation"] in QUESTIONS and request["status"] == 200 and not request.get("fault")]


def all_rounds(round):
    gemcache = binary()
    with Server(gemcache, round.folder, "mock", "--processing", "0.3", "--batch-seconds", "0.3") as mock:
        results = round.run("mock", mock)
        if round.given.no_proxy or not any(client.proxy for client in round.clients):
            return results
        store = str(round.folder / "store")
        with Server(gemcache, round.folder, "proxy", "--upstream", mock, "--vertex-upstream", mock, "--store", store) as base:
            results += round.run("proxy, first time", base, proxy=1)
            before = asked(mock)
            results += round.run("proxy, second time", base, proxy=2)
            again = asked(mock)[len(before):]
    known = {request["key"] for request in before if request.get("key")}
    twice = [request for request in again if request.get("key") in known]
    records = [{"case": "known questions are not asked again", "area": "proxy", "outcome": "failed" if twice else "passed", "seconds": 0,
                "note": f"{len(twice)} went to the mock a second time: {[request['path'] + ' ' + request['key'][:8] for request in twice[:9]]}" if twice else ""}]
    table.show(f"store  {len(again)} new questions the second time", [{"client": "proxy", "version": "", "records": records, "reason": "", "seconds": 0.0}], 0)
    return [*results, {"client": "proxy", "version": "", "title": "store", "records": records, "reason": "", "seconds": 0.0}]
