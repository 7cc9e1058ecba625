"""matrix.py STATE BUILDSPY: runs the program STATE (test/fixtures/state.c) as a build under each tracer and without
one, on every kind of standard stream and with everything else that a process inherits; prints each difference.
ROUNDS=n repeats it, ONLY=TEXT runs a part of it."""
import fcntl
import hashlib
import os
import pty
import resource
import select
import signal
import socket
import sys
import tempfile
import termios
import threading
import time

STATE, BUILDSPY = (os.path.abspath(path) for path in sys.argv[1:3])
TRACERS = ("ptrace", "poll")
KINDS = ("file", "pipe", "slow pipe", "socketpair", "pty", "closed", "/dev/full")
INPUT = bytes(range(1, 256)) * 40
# What a terminal passes on in one piece, and unchanged.
TYPED = b"typed line\n\x04"
SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP", "SIGKILL", "SIGQUIT", "SIGABRT", "SIGSEGV", "SIGPIPE", "SIGUSR1", "SIGRTMIN")
NOWHERE = "http://127.0.0.1:9"


class Stream:
    """One standard stream: what the build gets, and what we hold of the same open file."""

    def __init__(self, kind, fd, directory):
        self.kind, self.fd, self.seen, self.got, self.flags = kind, fd, hashlib.sha256(), 0, set()
        self.far = self.near = self.thread = None
        if kind == "file":
            path = os.path.join(directory, f"stream{fd}")
            with open(path, "wb") as file:
                file.write(INPUT if fd == 0 else b"")
            self.near = os.open(path, os.O_RDONLY if fd == 0 else os.O_RDWR | os.O_APPEND)
        elif kind in ("pipe", "slow pipe"):
            read, write = os.pipe()
            self.near, self.far = (read, write) if fd == 0 else (write, read)
        elif kind == "socketpair":
            near, far = socket.socketpair()
            self.near, self.far = near.detach(), far.detach()
        elif kind == "pty":
            self.far, self.near = pty.openpty()
        elif kind == "/dev/full":
            self.near = os.open("/dev/full", os.O_RDWR)
        self.modes = self.terminal()

    def terminal(self):
        return str(termios.tcgetattr(self.near)) if self.kind == "pty" else None

    def start(self):
        if self.far is not None:
            self.thread = threading.Thread(target=self.feed if self.fd == 0 else self.drain)
            self.thread.start()

    def look(self):
        if self.near is not None:
            self.flags.add(oct(fcntl.fcntl(self.near, fcntl.F_GETFL)))

    def feed(self):
        data = TYPED if self.kind == "pty" else INPUT
        for at in range(0, len(data), 700):
            os.write(self.far, data[at : at + 700])
            if self.kind == "slow pipe":
                time.sleep(0.001)
        if self.kind != "pty":
            os.close(self.far)
            self.far = None

    def drain(self):
        while True:
            try:
                part = os.read(self.far, 4096 if self.kind == "slow pipe" else 65536)
            except OSError:
                return
            if not part:
                return
            self.seen.update(part)
            self.got += len(part)
            if self.kind == "slow pipe":
                time.sleep(0.0005)

    def finish(self):
        """Everything of the build is over. Returns what can be compared."""
        self.look()
        after = self.terminal()
        if self.kind == "file" and self.fd > 0:
            with open(f"/proc/self/fd/{self.near}", "rb") as file:
                data = file.read()
            self.seen.update(data)
            self.got = len(data)
        place = os.lseek(self.near, 0, os.SEEK_CUR) if self.kind == "file" else None
        if self.near is not None:
            os.close(self.near)
        if self.thread:
            self.thread.join()
        if self.far is not None:
            os.close(self.far)
        return {
            "bytes": self.got,
            "hash": self.seen.hexdigest(),
            "flags": sorted(self.flags),
            "place": place,
            "modes": [self.modes, after],
        }


def run(scenario, tracer):
    """Runs the state program once. Returns everything that can be compared."""
    with tempfile.TemporaryDirectory() as directory:
        report = os.path.join(directory, "report")
        command = [STATE, report, str(scenario.get("bytes", 20_000)), str(scenario.get("ending", 0)), "ünï", "", "a b"]
        if tracer:
            data = os.path.join(directory, "data")
            command = [BUILDSPY, "run", "--quiet", "--tracer", tracer, "--url", NOWHERE, "--data", data, "--", *command]
        streams = [Stream(kind, fd, directory) for fd, kind in enumerate(scenario["streams"])]
        extra = [(os.open("/dev/null", os.O_WRONLY), number) for number in scenario.get("descriptors", ())]
        pid = os.fork()
        if pid == 0:
            try:
                become(command, scenario, streams, extra)
            finally:
                os._exit(99)
        for stream in streams:
            stream.look()
            stream.start()
        for fd, _ in extra:
            os.close(fd)
        while not os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT | os.WNOHANG):
            for stream in streams:
                stream.look()
            time.sleep(0.002)
        _, status = os.waitpid(pid, 0)
        # That a core was written is the build's alone to say.
        status &= ~0x80
        found = {f"stream {stream.fd}": stream.finish() for stream in streams}
        try:
            with open(report, errors="surrogateescape") as file:
                lines = file.read().replace(directory, "DIRECTORY").replace(f" group {pid} ", " group PID ").splitlines()
        except FileNotFoundError:
            lines = ["no report"]
        return {"status": status, "report": lines, **found}


def become(command, scenario, streams, extra):
    """In the child: sets everything that is inherited, and becomes the command."""
    placed = [os.dup(s.near) if s.near is not None else None for s in streams]
    high = [(fcntl.fcntl(fd, fcntl.F_DUPFD, 300), number) for fd, number in extra]
    placed = [fcntl.fcntl(fd, fcntl.F_DUPFD, 300) if fd is not None else None for fd in placed]
    os.closerange(0, 300)
    for number, fd in enumerate(placed):
        if fd is not None:
            os.dup2(fd, number)
    for fd, number in high:
        os.dup2(fd, number)
    os.closerange(300, 400)
    if scenario.get("group"):
        os.setpgid(0, 0)
    os.umask(scenario.get("umask", 0o022))
    os.nice(scenario.get("nice", 0))
    limits = {"files": resource.RLIMIT_NOFILE, "core": resource.RLIMIT_CORE, "stack": resource.RLIMIT_STACK}
    for name, soft in scenario.get("limits", {}).items():
        resource.setrlimit(limits[name], (soft, resource.getrlimit(limits[name])[1]))
    for number in (signal.SIGPIPE, signal.SIGXFSZ):
        signal.signal(number, signal.SIG_DFL)
    for name in scenario.get("ignored", ()):
        signal.signal(getattr(signal, name), signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_BLOCK, [getattr(signal, name) for name in scenario.get("blocked", ())])
    environment = {b"PATH": os.environb[b"PATH"], **scenario.get("environment", {})}
    os.execve(command[0], command, environment)


def scenarios():
    usual = ("file", "file", "file")
    for fd in range(3):
        for kind in KINDS:
            streams = list(usual)
            streams[fd] = kind
            yield {"name": f"{('stdin', 'stdout', 'stderr')[fd]}: {kind}", "streams": streams}
    for kind in KINDS:
        yield {"name": f"all: {kind}", "streams": (kind,) * 3, "bytes": 300_000 if "pipe" in kind else 20_000}
    for ending in (1, 42, 255):
        yield {"name": f"exit code {ending}", "streams": usual, "ending": ending}
    for name in SIGNALS:
        yield {"name": f"ended by {name}", "streams": usual, "ending": -getattr(signal, name)}
    ignored = ("SIGHUP", "SIGINT", "SIGQUIT", "SIGPIPE", "SIGUSR1", "SIGTERM", "SIGXFSZ", "SIGTSTP", "SIGRTMIN")
    yield {"name": "ignored signals", "streams": usual, "ignored": ignored}
    yield {"name": "one ignored signal", "streams": ("pipe",) * 3, "ignored": ("SIGHUP",)}
    yield {"name": "blocked signals", "streams": usual, "blocked": ("SIGTERM", "SIGUSR1", "SIGRTMIN")}
    yield {"name": "limits", "streams": usual, "limits": {"files": 333, "core": 0, "stack": 4 << 20}}
    yield {"name": "few open files", "streams": usual, "limits": {"files": 64}}
    yield {"name": "umask, nice, group", "streams": usual, "umask": 0o027, "nice": 5, "group": True}
    yield {"name": "descriptors above 2", "streams": ("pipe",) * 3, "descriptors": (3, 9, 10, 11, 27, 200)}
    odd = {
        b"a.b": b"c=d",
        b"BASH_FUNC_f%%": b"() {  :\n}",
        b"PWD": b"/wrong",
        b"OLDPWD": b"/",
        b"IFS": b",",
        b"PS1": b"x",
        b"OPTIND": b"7",
        b"SHLVL": b"3",
        b"_": b"q",
        b"bytes": b"\xff\xfe",
        b"NODE_OPTIONS": b"--no-warnings",
        b"long": b"x" * 60_000,
    }
    yield {"name": "environment", "streams": usual, "environment": odd}


def differences(expected, found):
    for key in expected:
        if expected[key] != found[key]:
            if key == "report":
                yield from (f"- {line[:200]}" for line in expected[key] if line not in found[key])
                yield from (f"+ {line[:200]}" for line in found[key] if line not in expected[key])
            else:
                yield f"{key}: {expected[key]} untraced, {found[key]} traced"


def main():
    count = failures = 0
    for _ in range(int(os.environ.get("ROUNDS", "1"))):
        for scenario in scenarios():
            if os.environ.get("ONLY", "") not in scenario["name"]:
                continue
            expected = run(scenario, None)
            for tracer in TRACERS:
                count += 1
                different = list(differences(expected, run(scenario, tracer)))
                failures += bool(different)
                for line in different:
                    print(f"{scenario['name']}, {tracer}: {line}", flush=True)
    print(f"{count} comparisons, {failures} with a difference")
    sys.exit(1 if failures or not count else 0)


main()
