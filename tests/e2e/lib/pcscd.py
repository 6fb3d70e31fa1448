# SPDX-License-Identifier: GPL-3.0-or-later
"""A private, real pcscd with the vpcd reader driver, that nothing else on the machine sees.

Two ways, the better first (facts/platform.md A):

1. `with-pcscd PROGRAM` enters namespaces of its own (users, mounts, network, processes): /run is empty, the
   network is a loopback of its own, and pcscd runs there as on any machine. Everything dies with the program.
2. Where namespaces are forbidden, pcscd is handed a socket in a private folder, as systemd would do it, and
   vpcd listens on a free port. As root this pcscd writes and removes the pid file of the system's pcscd, no more.

In both ways the environment says where things are: PCSCLITE_CSOCK_NAME (way 2 only; unset means the usual
place), ECPA_VPCD_PORT for the first slot, the next port for the second, ECPA_PCSCD_PID.
"""

import ctypes
import fcntl
import os
import pathlib
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile

import desktop

DRIVER = pathlib.Path('/usr/lib/pcsc/drivers/serial/libifdvpcd.so')
SYSTEM_SOCKET = pathlib.Path('/run/pcscd/pcscd.comm')
PORT = 35963
INSIDE = 'ECPA_IN_NAMESPACE'
# How many seconds an end in order may take.
SLOW_END = 12
NAMESPACES = ('unshare', '--user', '--map-root-user', '--mount', '--net', '--pid', '--fork', '--mount-proc', '--kill-child')
ROOT_NAMESPACES = ('unshare', '--mount', '--net', '--pid', '--fork', '--mount-proc', '--kill-child')


def program():
    """Where pcscd is, or None."""
    return shutil.which('pcscd', path=os.environ.get('PATH', '') + ':/usr/sbin:/sbin')


def why_not():
    """Why there can be no private pcscd here, as a reason to skip; None where there can."""
    if program() is None:
        return 'no pcscd on this machine'
    if not DRIVER.exists():
        return 'no vpcd reader driver on this machine'
    return None


def namespaces():
    """The command that enters namespaces of one's own, or None where that is forbidden."""
    for command in (NAMESPACES,) + ((ROOT_NAMESPACES,) if os.geteuid() == 0 else ()):
        probe = 'mount -t tmpfs none /run && mkdir /run/pcscd'
        if shutil.which(command[0]) and subprocess.run([*command, 'sh', '-c', probe], capture_output=True,
                                                       stdin=subprocess.DEVNULL, check=False).returncode == 0:
            return command
    return None


def loopback_up():
    """ip link set lo up"""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        request = struct.pack('16sh', b'lo', 0x1 | 0x40)        # IFF_UP | IFF_RUNNING
        fcntl.ioctl(any_socket, 0x8914, request)                # SIOCSIFFLAGS


def hold_ports(count):
    """Sockets on free ports in a row. While they live, nobody gets these but who asks by number with SO_REUSEADDR, as
    vpcd does; not even in the moment between two of its lives."""
    for candidate in range(10000 + os.getpid() * count % 20000, 32000, count):
        held = []
        for offset in range(count):
            one = socket.socket()
            held.append(one)
            try:
                # without the option this fails where somebody else holds it
                one.bind(('0.0.0.0', candidate + offset))
            except OSError:
                break
            one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        else:
            return held
        for one in held:
            one.close()
    raise AssertionError('no free ports')


def listening(port):
    """Whether something listens on a port; asked of the kernel, because a connection would be a card."""
    wanted = f':{port:04X}'
    for name in ('/proc/net/tcp', '/proc/net/tcp6'):
        try:
            rows = pathlib.Path(name).read_text().splitlines()[1:]
        except OSError:
            continue
        if any(row.split()[1].endswith(wanted) and row.split()[3] == '0A' for row in rows):
            return True
    return False


class Pcscd:
    """A running pcscd; can be stopped, killed and started again."""

    def __init__(self):
        self.inside = INSIDE in os.environ
        self.process = None
        self.held = []
        self.env = {}

    def __enter__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix='ecpa-pcscd-'))
        self.held = [] if self.inside else hold_ports(2)
        self.port = PORT if self.inside else self.held[0].getsockname()[1]
        self.socket = SYSTEM_SOCKET if self.inside else self.folder / 'pcscd.comm'
        (self.folder / 'readers').mkdir()
        (self.folder / 'readers' / 'vpcd').write_text(
            f'FRIENDLYNAME "Virtual PCD"\nDEVICENAME /dev/null:0x{self.port:04X}\nLIBPATH {DRIVER}\nCHANNELID 0x{self.port:04X}\n')
        self.log = self.folder / 'pcscd.log'
        try:
            self.start()
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(self, kind, error, trace):
        if kind is not None and issubclass(kind, Exception) and self.log.exists():
            print(f'-- pcscd said:\n{self.log.read_text(errors="replace")[-4000:]}', file=sys.stderr)
        self.stop()
        for one in self.held:
            one.close()
        shutil.rmtree(self.folder, ignore_errors=True)
        return False

    def start(self):
        """Starts it, and returns when clients and cards can come."""
        argv = [program(), '--foreground', '--config', str(self.folder / 'readers')]
        listener = None
        if self.inside:
            SYSTEM_SOCKET.parent.mkdir(parents=True, exist_ok=True)
        else:
            self.socket.unlink(missing_ok=True)
            listener = socket.socket(socket.AF_UNIX)
            listener.bind(str(self.socket))
            listener.listen(16)

        def prepare():
            desktop.end_with_parent()
            if listener is not None:
                os.dup2(listener.fileno(), 3)
                os.environ['LISTEN_FDS'] = '1'
                os.environ['LISTEN_PID'] = str(os.getpid())
                libc = ctypes.CDLL(None)
                libc.setenv(b'LISTEN_FDS', b'1', 1)
                libc.setenv(b'LISTEN_PID', str(os.getpid()).encode(), 1)

        with open(self.log, 'ab') as output:
            # No env= here: what prepare() sets must be what the program gets.
            self.process = subprocess.Popen(argv, stdin=subprocess.DEVNULL, stdout=output, stderr=output,
                                            preexec_fn=prepare, pass_fds=(3,) if listener else ())
        if listener is not None:
            listener.close()
        self.env = {'ECPA_VPCD_PORT': str(self.port), 'ECPA_PCSCD_PID': str(self.process.pid)}
        if not self.inside:
            self.env['PCSCLITE_CSOCK_NAME'] = str(self.socket)

        def ready():
            if self.process.poll() is not None:
                raise AssertionError(f'pcscd ended with {self.process.returncode}: {self.log.read_text(errors="replace")}')
            return self.socket.exists() and listening(self.port) and listening(self.port + 1)
        desktop.wait_until(ready, what='pcscd and vpcd')

    def stop(self, number=signal.SIGTERM):
        if self.process is None or self.process.poll() is not None:
            return
        for next_number in (number, signal.SIGKILL):
            self.process.send_signal(next_number)
            try:
                self.process.wait(5)
                return
            except subprocess.TimeoutExpired:
                continue

    def kill(self):
        self.stop(signal.SIGKILL)


def end_on_signals():
    """SIGTERM and SIGINT end this in order; without a handler the first process of a namespace ignores them."""
    def ended(number, _frame):
        for one in (signal.SIGTERM, signal.SIGINT):
            signal.signal(one, signal.SIG_IGN)
        sys.exit(128 + number)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, ended)


def run_inside(command):
    """Runs unshare, hands SIGTERM and SIGINT, which it keeps to itself, on to its child, and returns the status."""
    process = subprocess.Popen(command, preexec_fn=desktop.end_with_parent)

    def forward(number, _frame):
        children = pathlib.Path(f'/proc/{process.pid}/task/{process.pid}/children').read_text().split()
        for child in children:
            os.kill(int(child), number)
        signal.alarm(SLOW_END if children else 1)
    signal.signal(signal.SIGALRM, lambda number, frame: process.kill())
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, forward)
    status = process.wait()
    return status if status >= 0 else 128 - status


def enter(argv):
    """Runs `argv` anew inside namespaces of its own, if they can be had and this is not already inside."""
    command = None if INSIDE in os.environ else namespaces()
    if command is not None:
        os.environ[INSIDE] = '1'
        sys.exit(run_inside([*command, sys.executable, *argv]))
    end_on_signals()
    if INSIDE in os.environ:
        subprocess.run(['mount', '-t', 'tmpfs', 'none', '/run'], check=True)
        loopback_up()
