# SPDX-License-Identifier: GPL-3.0-or-later
"""A private desktop for a test: X server, session bus, folders, accessibility, and hands.

    with Desktop() as desktop:
        app = desktop.start('build/src/ecpa', '--training')
        app.find(BUTTON, '登入').click()
        app.wait_for_name('label', re.compile('未檢視'))
        app.screenshot('build/walk/inbox.png')
        assert not app.unnamed_controls()

Nothing of the person's own desktop is read or written, and all ends with the `with`. There are no
sleeps: everything waits for a condition, for as long as `timeout` says at most, and says what it was
waiting for. What GTK 4.8 does and does not do over AT-SPI stands beside each function.
"""

import ctypes
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

from accessible import BUTTON, CONTROL_ROLES, FRAMES, TYPE_NAME, Node, Tree, matches

TIMEOUT = 60 if 'ASAN_OPTIONS' in os.environ else 15
PAUSE = 0.02
LONGEST_PAUSE = 0.5
# How often a window that is aside is looked through, in seconds.
ASIDE = 1.5

class Timeout(AssertionError):
    """What was waited for did not happen in time."""


def wait_until(condition, timeout=TIMEOUT, what=None):
    """Returns the first true answer of `condition`, or raises Timeout.

    Whoever is asked all the time gets nothing else done: the pauses are as long as the looks.
    """
    deadline = time.monotonic() + timeout
    while True:
        began = time.monotonic()
        answer = condition()
        if answer:
            return answer
        now = time.monotonic()
        if now > deadline:
            raise Timeout(f'waited {timeout} s for {what or condition}')
        time.sleep(max(PAUSE, min(now - began, LONGEST_PAUSE)))


def connect_to_bus(address):
    """A connection to a message bus of our own, beside the one that GLib shares in a process."""
    from gi.repository import Gio
    flags = Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION
    return Gio.DBusConnection.new_for_address_sync(address, flags, None, None)


def end_with_parent():
    """Run in a child before exec: it does not outlive the test, however that ends."""
    os.setsid()
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)


def source_root():
    return pathlib.Path(os.environ.get('ECPA_SOURCE_ROOT') or pathlib.Path(__file__).resolve().parents[3])


def build_root():
    return pathlib.Path(os.environ.get('ECPA_BUILD_ROOT') or source_root() / 'build')


def locale_folder(locale):
    """A folder for LOCPATH with `locale` in it; gettext translates in none but a real locale."""
    folder = build_root() / 'locale'
    if locale.startswith('C') or (folder / locale).is_dir():
        return folder
    folder.mkdir(parents=True, exist_ok=True)
    language, _, charset = locale.partition('.')
    with tempfile.TemporaryDirectory(dir=folder) as fresh:
        target = pathlib.Path(fresh) / locale
        subprocess.run(['localedef', '-i', language, '-f', charset or 'UTF-8', '--no-archive', str(target)], check=True,
                       stdout=subprocess.DEVNULL)
        try:
            target.rename(folder / locale)
        except OSError:
            pass                # another test was faster
    return folder


class Application:
    """A program that was started on a Desktop."""

    def __init__(self, desktop, process, log):
        from gi.repository import GLib
        self.desktop = desktop
        self.atspi = desktop.atspi
        self.process = process
        self.log = log
        self.gone = GLib.Error
        self.aside = None       # the title of a window that find() looks through last and seldom
        # Whether controls are asked for one by one: slow, but never a moment in which the application does nothing else.
        self.piecemeal = False
        self.accessibles = {}
        self.thorough_next = 0.0    # when all is to be asked for, not only what is known
        self._top = None

    @property
    def pid(self):
        return self.process.pid

    def root(self, timeout=TIMEOUT):
        """The application on the accessibility bus."""
        def look():
            self.check_alive()
            if self._top is None:
                self._top = self._find_top()
            return self._top
        return wait_until(look, timeout, f'the first window of {self.process.args[0]}')

    def _find_top(self):
        top = self.atspi.get_desktop(0)
        for i in range(top.get_child_count()):
            child = top.get_child_at_index(i)
            try:
                if child is not None and child.get_process_id() == self.pid and child.get_child_count() > 0:
                    return Node(self, child)
            except self.gone:
                continue
        return None

    def ask(self, path, interface, method, kind='()', arguments=()):
        """The answer to a question of AT-SPI that libatspi does not ask, or not at once, as lists and words."""
        from gi.repository import GLib, Json
        answer = self.desktop.accessibility_bus.call_sync(self.root().accessible.app.bus_name, path, interface, method,
                                                          GLib.Variant(kind, arguments), None, 0, TIMEOUT * 1000, None)
        # unpack() would take longer than the question
        return json.loads(Json.gvariant_serialize_data(answer)[0])

    def role_name(self, role):
        names = self.desktop.role_names
        if role not in names:
            names[role] = self.atspi.role_get_name(role)
        return names[role]

    def check_alive(self):
        status = self.process.poll()
        if status is not None:
            raise AssertionError(f'{self.process.args[0]} ended with {status}:\n{self.log_text()[-4000:]}')

    def log_text(self):
        return self.log.read_text(errors='replace')

    # Looking

    def tree(self, thorough=False):
        """A look at all there is now."""
        return Tree(self, thorough)

    def _is_aside(self, frame):
        try:
            return self.aside is not None and frame.name == self.aside
        except self.gone:
            return False

    def _nodes(self, under, aside=False):
        """What is under it, or all that does not stand aside (or does)."""
        if under is not None:
            yield from under.walk()
            return
        tree = self.tree()
        for frame in tree.children(self.root()):
            if self._is_aside(frame) == aside:
                yield from tree.walk(frame)

    def find_all(self, role=None, name=None, under=None, shown=True):
        """All controls of a role (or one of several) and a name (or pattern), now; also of pages behind, if not `shown`.

        What stands aside has to be asked for by `under`. That there are none is said after a thorough look only.
        """
        found = self._find_all(role, name, under, shown)
        if not found:
            self.thorough_next = 0.0
            found = self._find_all(role, name, under, shown)
        return found

    def _find_all(self, role, name, under, shown):
        found = []
        for node in self._nodes(under):
            try:
                if matches(node, role, name) and (not shown or node.tree.is_shown(node)):
                    found.append(node.now)
            except self.gone:
                continue
        return found

    def find(self, role=None, name=None, timeout=TIMEOUT, under=None, state=None, shown=True):
        """The first control of that role and name, as soon as it is there, on a page that is shown (and in that state)."""
        aside_at = 0.0

        def fits(node):
            return (matches(node, role, name) and (state is None or node.has_state(state))
                    and (not shown or node.role in FRAMES or node.tree.is_shown(node)))

        def look():
            nonlocal aside_at
            self.check_alive()
            try:
                for node in self._nodes(under):
                    if fits(node):
                        return node.now
                if under is None and self.aside is not None and time.monotonic() >= aside_at:
                    aside_at = time.monotonic() + ASIDE
                    for node in self._nodes(None, aside=True):
                        if fits(node):
                            return node.now
            except self.gone:
                pass
            return None
        wanted = name.pattern if hasattr(name, 'pattern') else name
        try:
            return wait_until(look, timeout, f'{role or "a control"} “{wanted}”{f" ({state})" if state else ""}')
        except Timeout as error:
            raise Timeout(f'{error}; there are:\n{self.outline()}') from None

    def wait_gone(self, role=None, name=None, timeout=TIMEOUT):
        """Returns once no such control is shown any more."""
        wait_until(lambda: not self.find_all(role, name), timeout, f'{role} “{name}” to go')

    def wait_for(self, condition, timeout=TIMEOUT, what=None):
        def look():
            self.check_alive()
            try:
                return condition()
            except self.gone:
                return None
        return wait_until(look, timeout, what)

    def names(self, role=None):
        return [node.name for node in self.find_all(role)]

    def outline(self):
        """The whole tree as text, for messages and for the curious."""
        lines = []

        def visit(node, depth):
            try:
                name = node.name
                lines.append(f'{"  " * depth}{node.role}{f" “{name}”" if name else ""}')
                for child in node.children:
                    visit(child, depth + 1)
            except self.gone:
                pass
        visit(self.tree().meet(self.root()), 0)
        return '\n'.join(lines)

    def unnamed_controls(self):
        """The controls a person can act on and a screen reader cannot name, as readable strings.

        An item of a list may be named by what is in it.
        """
        found = []
        for node in self.root().walk():
            try:
                if node.role not in CONTROL_ROLES or (node.name and not TYPE_NAME.match(node.name)):
                    continue
                if node.role == 'list item' and any(n.name and not TYPE_NAME.match(n.name) for n in list(node.walk())[1:]):
                    continue
                path = []
                above = node
                while above is not None and len(path) < 6:
                    path.append(str(above))
                    above = above.parent
                found.append(' < '.join(path))
            except self.gone:
                continue
        return found

    # Keys and pictures

    def windows(self):
        """The X windows of the program that can be seen, the first one first."""
        result = self.desktop.run('xdotool', 'search', '--all', '--onlyvisible', '--pid', str(self.pid), check=False)
        return [int(line) for line in result.stdout.split()]

    def geometry(self, window):
        """X, Y, WIDTH and HEIGHT of an X window."""
        shell = self.desktop.run('xdotool', 'getwindowgeometry', '--shell', str(window)).stdout
        return {key: int(value) for key, value in (line.split('=') for line in shell.split())}

    def window_of(self, frame):
        """The X window of a frame: the one with its title, or the only one."""
        def look():
            windows = self.windows()
            named = [w for w in windows
                     if self.desktop.run('xdotool', 'getwindowname', str(w), check=False).stdout.strip() == frame.name]
            return (named or windows or [None])[0]
        return wait_until(look, what=f'the X window of {frame}')

    def focus(self, window=None):
        """Gives the keyboard to a window; without a window manager nobody else does."""
        window = window or wait_until(self.windows, what='a window on the screen')[0]
        self.desktop.run('xdotool', 'windowfocus', '--sync', str(window))

    def key(self, *keys):
        """Presses keys like 'Return', 'Tab', 'ctrl+p', one after the other."""
        self.check_alive()
        self.desktop.run('xdotool', 'key', '--delay', '20', *keys)

    def focused(self, under):
        """What has the focus in a window, innermost first."""
        return [node for node in under.walk() if node.has_state('focused')][::-1]

    def tab_to(self, under, name, key='Tab', most=60):
        """Moves the focus with a key until it is on a control whose name has that pattern."""
        pattern = re.compile(name)
        passed = []
        for _ in range(most):
            focused = self.focused(under)
            if any(pattern.search(node.name) for node in focused):
                return
            passed.append(str(focused[0]) if focused else '–')
            before = [node.path for node in focused]
            self.key(key)
            self.wait_for(lambda: [node.path for node in self.focused(under)] != before,  # noqa: B023
                          what=f'the focus to leave {passed[-1]} by {key}')
        raise AssertionError(f'“{pattern.pattern}” is not reached with {key}; passed {passed}')

    def type(self, text):
        """Types on the keyboard into what has the focus. Nothing of it is in an argv."""
        self.check_alive()
        self.desktop.run('xdotool', 'type', '--delay', '20', '--file', '-', input=text)

    def screenshot(self, path, frame=None):
        """A PNG of the first window (or of the one of `frame`) with whatever is above it, after it has been painted.

        The border that GTK paints where there is no compositor is left off.
        """
        self.check_alive()
        frame = frame or self.find(FRAMES)
        box = self.geometry(self.window_of(frame))
        _, _, width, height = frame.box
        left = box['X'] + (box['WIDTH'] - width) // 2
        top = box['Y'] + (box['HEIGHT'] - height) // 2
        path = pathlib.Path(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        previous = None

        def settled():
            """Two pictures in a row that are the same: nothing is being painted any more."""
            nonlocal previous
            self.desktop.run('import', '-window', 'root', '-crop', f'{width}x{height}+{left}+{top}',
                             '+repage', '-strip', '-define', 'png:exclude-chunks=date,time', str(path))
            now = path.read_bytes()
            same = now == previous
            previous = now
            return same
        try:
            wait_until(settled, 5)
        except Timeout:
            pass                # something moves all the time: the last picture is as good as any
        return path

    def activate_action(self, name, parameter=None):
        """Activates an action of the application that it exports ('app.' is implied)."""
        self._activate(name, parameter, '')

    def activate_window_action(self, name, parameter=None):
        """Activates an action of a window ('win.' is implied), of the first one that has it.

        What a widget class installs is not exported; that is among the `actions` of its frame, without a parameter.
        """
        self._activate(name, parameter, '/window/')

    def _activate(self, name, parameter, kind):
        from gi.repository import Gio, GLib
        bus = connect_to_bus(self.desktop.env['DBUS_SESSION_BUS_ADDRESS'])
        app_id = self.desktop.app_id_of(bus, self.pid)

        def call(path, method, arguments):
            return bus.call_sync(app_id, path, 'org.gtk.Actions', method, arguments, None, Gio.DBusCallFlags.NONE,
                                 TIMEOUT * 1000, None)

        def has_action(path):
            try:
                return name in call(path, 'List', None).unpack()[0]
            except GLib.Error:
                return False

        top = '/' + app_id.replace('.', '/').replace('-', '_') + kind
        paths = [f'{top}{number}' for number in range(1, 20)] if kind else [top]
        path = next((path for path in paths if has_action(path)), None)
        if path is None:
            raise AssertionError(f'nobody at {top} has the action {name}')
        call(path, 'Activate', GLib.Variant('(sava{sv})', (name, [parameter] if parameter is not None else [], {})))
        bus.close_sync(None)

    def close(self, timeout=TIMEOUT):
        """Closes the first window and returns the exit status, once the program has ended by itself."""
        try:
            self.find('frame', under=self.root()).act('window.close')
        except (self.gone, Timeout):
            pass                # it may end before it has answered
        wait_until(lambda: self.process.poll() is not None, timeout, f'{self.process.args[0]} to end')
        return self.process.returncode

    def kill(self, number=signal.SIGKILL):
        if self.process.poll() is None:
            os.kill(self.pid, number)
            self.process.wait(TIMEOUT)


class Desktop:
    """Xvfb on a free display, a session bus and an accessibility bus of its own, private folders."""

    def __init__(self, width=1640, height=960, locale='zh_TW.UTF-8', accessible=True, keep=None, env=None):
        """`keep`: a folder that takes logs and private folders and is left behind; `env`: more variables."""
        self.size = (width, height)
        self.locale = locale
        self.accessible = accessible
        self.more = env or {}
        self.keep = pathlib.Path(keep) if keep else None
        self.children = []
        self.applications = []
        self.env = {}

    # Beginning and end

    def __enter__(self):
        self.folder = self.keep or pathlib.Path(tempfile.mkdtemp(prefix='ecpa-desktop-'))
        try:
            self._make_environment()
            self._start_x()
            self._start_bus()
            if self.accessible:
                self._connect()
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(self, kind, error, trace):
        for app in self.applications:
            if kind is not None and kind is not KeyboardInterrupt:
                print(f'-- {app.process.args[0]} said:\n{app.log_text()[-4000:]}', file=sys.stderr)
        for process in reversed(self.children):
            self._end(process)
        if self.keep is None:
            shutil.rmtree(self.folder, ignore_errors=True)
        return False

    @staticmethod
    def _end(process):
        if process.poll() is not None:
            return
        for number in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(process.pid, number)
                process.wait(5)
                return
            except ProcessLookupError:
                return
            except subprocess.TimeoutExpired:
                continue

    def _make_environment(self):
        folder = self.folder.absolute()
        keep = {k: v for k, v in os.environ.items()
                if k.startswith(('ASAN_', 'UBSAN_', 'LSAN_', 'G_DEBUG', 'G_MESSAGES', 'MALLOC_', 'ECPA_', 'PCSCLITE_'))
                or k in ('PATH', 'TZ', 'LD_LIBRARY_PATH', 'USER', 'LOGNAME', 'CI')}
        private = {'HOME': 'home', 'XDG_RUNTIME_DIR': 'run', 'XDG_DATA_HOME': 'data', 'XDG_CONFIG_HOME': 'config',
                   'XDG_CACHE_HOME': 'cache', 'XDG_STATE_HOME': 'state', 'TMPDIR': 'tmp'}
        for name in private.values():
            (folder / name).mkdir(mode=0o700, parents=True, exist_ok=True)
        self.env = {
            **keep,
            **{variable: str(folder / name) for variable, name in private.items()},
            'TZ': keep.get('TZ', 'Asia/Taipei'),
            'LANG': self.locale,
            'LC_ALL': self.locale,
            'LOCPATH': str(locale_folder(self.locale)),
            'XDG_DATA_DIRS': f'{source_root() / "data"}:/usr/local/share:/usr/share',
            'ECPA_SOURCE_ROOT': str(source_root()),
            'ECPA_BUILD_ROOT': str(build_root()),
            'ECPA_LOCALEDIR': str(build_root() / 'po'),
            'GSETTINGS_SCHEMA_DIR': str(build_root() / 'data'),
            'GSETTINGS_BACKEND': 'memory',
            'GIO_USE_VFS': 'local',
            'GTK_A11Y': 'atspi' if self.accessible else 'none',
            'GSK_RENDERER': 'cairo',
            'GDK_BACKEND': 'x11',
            'GDK_DEBUG': 'gl-disable',
            'NO_AT_BRIDGE': '1',
            **self.more,
        }
        if self.locale.startswith('C'):
            del self.env['LOCPATH']

    def _spawn(self, *argv, log, **more):
        with open(log, 'ab') as output:
            process = subprocess.Popen(argv, env=self.env, stdin=subprocess.DEVNULL, stdout=more.pop('stdout', output),
                                       stderr=output, preexec_fn=end_with_parent, **more)
        self.children.append(process)
        return process

    def _start_x(self):
        reader, writer = os.pipe()
        self._spawn('Xvfb', '-displayfd', str(writer), '-screen', '0', f'{self.size[0]}x{self.size[1]}x24',
                    '-nolisten', 'tcp', '-noreset', log=self.folder / 'xvfb.log', pass_fds=(writer,))
        os.close(writer)
        with os.fdopen(reader) as answer:
            number = answer.readline().strip()
        if not number:
            raise AssertionError(f'Xvfb did not start: {(self.folder / "xvfb.log").read_text()}')
        self.env['DISPLAY'] = f':{number}'

    def _start_bus(self):
        bus = self._spawn('dbus-daemon', '--session', '--nofork', '--nopidfile', '--print-address=1',
                          f'--address=unix:dir={self.folder.absolute() / "run"}', log=self.folder / 'dbus.log',
                          stdout=subprocess.PIPE)
        address = bus.stdout.readline().decode().strip()
        if not address:
            raise AssertionError(f'dbus-daemon did not start: {(self.folder / "dbus.log").read_text()}')
        self.env['DBUS_SESSION_BUS_ADDRESS'] = address

    def _connect(self):
        """AT-SPI reads the environment once, so one process can be on one desktop."""
        if 'gi.repository.Atspi' in sys.modules:
            raise AssertionError('one process, one accessible Desktop')
        for variable in ('DISPLAY', 'DBUS_SESSION_BUS_ADDRESS', 'XDG_RUNTIME_DIR'):
            os.environ[variable] = self.env[variable]
        os.environ.pop('AT_SPI_BUS_ADDRESS', None)
        # Without a main loop a cache is never told of changes. (set_cache_mask does not switch it off.)
        os.environ['ATSPI_NO_CACHE'] = '1'
        import gi
        gi.require_version('Atspi', '2.0')
        gi.require_version('Json', '1.0')
        from gi.repository import Atspi
        Atspi.init()
        Atspi.set_timeout(5000, 15000)
        self.atspi = Atspi
        self.role_names = {}
        self.accessibility_bus = self._accessibility_bus()

    def _accessibility_bus(self):
        session = connect_to_bus(self.env['DBUS_SESSION_BUS_ADDRESS'])
        address = session.call_sync('org.a11y.Bus', '/org/a11y/bus', 'org.a11y.Bus', 'GetAddress', None, None, 0, 15000, None)
        session.close_sync(None)
        return connect_to_bus(address.unpack()[0])

    # Use

    def run(self, *argv, check=True, **more):
        """Runs a tool on this desktop to its end."""
        return subprocess.run(argv, env=self.env, check=check, capture_output=True, text=True, timeout=60,
                              **({} if 'input' in more else {'stdin': subprocess.DEVNULL}), **more)

    def start(self, *argv, env=None):
        """Starts a program and returns at once."""
        argv = [str(word) for word in argv]
        log = self.folder / f'{pathlib.Path(argv[0]).name}-{len(self.applications)}.log'
        before = self.env
        self.env = {**self.env, **(env or {})}
        try:
            process = self._spawn(*argv, log=log)
        finally:
            self.env = before
        app = Application(self, process, log)
        # What measures the loop of the application is not to find it answering us.
        app.piecemeal = bool({'ECPA_LOOP_PROBE', 'ECPA_WIZARD_PROBE'} & set(env or ()))
        self.applications.append(app)
        return app

    def app_id_of(self, bus, pid):
        """The well-known name that a process owns on the session bus."""
        from gi.repository import Gio, GLib

        def ask(method, *arguments):
            kind = '(' + 's' * len(arguments) + ')'
            return bus.call_sync('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus', method,
                                 GLib.Variant(kind, arguments), None, Gio.DBusCallFlags.NONE, 5000, None).unpack()[0]
        for name in ask('ListNames'):
            if not name.startswith((':', 'org.freedesktop.', 'org.a11y.')) and ask('GetConnectionUnixProcessID', name) == pid:
                return name
        raise AssertionError(f'process {pid} has no name on the bus')
