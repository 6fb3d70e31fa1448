# SPDX-License-Identifier: GPL-3.0-or-later
"""What a screen reader meets: the controls of an application, over AT-SPI.

A Node is one control and asks the application anew each time. A Tree is a look at all of them at once; what it yields
are Seen, which know what they were when it looked. What GTK 4.8 does and does not do stands beside each function.
"""

import re
import time

# Roles a person can act on; each needs a name that is more than the name of its type.
CONTROL_ROLES = {
    'button', 'push button', 'toggle button', 'check box', 'radio button', 'switch', 'entry', 'text', 'password text',
    'combo box', 'menu item', 'check menu item', 'radio menu item', 'page tab', 'slider', 'spin button', 'link',
    'list item', 'search box',
}
# What GTK calls a button differs between versions.
BUTTON = ('push button', 'button')
# Windows of a program.
FRAMES = ('frame', 'dialog', 'window', 'alert')
# What scrolls.
SCROLLER = 'scroll pane'
# What has pages of which one is shown, by the names that GTK gives to them.
PAGES = ('GtkStackPage', 'AdwLeaflet', 'AdwFlap')
# What has not moved for this long, in seconds, is not being moved; tried so many times.
REST = 0.05
RESTS = 40
# Without a name GTK reports the type.
TYPE_NAME = re.compile(r'^(Gtk|Adw|Gdk|Ecpa)[A-Z][A-Za-z]+$')


class Node:
    """A control, as a screen reader sees it. It is asked anew each time: nothing is remembered."""

    def __init__(self, app, accessible):
        self.app = app
        self.accessible = accessible

    @property
    def role(self):
        return self.accessible.get_role_name()

    @property
    def name(self):
        return self.accessible.get_name() or ''

    @property
    def description(self):
        return self.accessible.get_description() or ''

    @property
    def text(self):
        """The text of a label or entry; '' where there is none. (getText (0, -1) gives '' in GTK 4.8.)"""
        interface = self.accessible.get_text_iface()
        return interface.get_text(0, interface.get_character_count()) if interface else ''

    @property
    def attributes(self):
        return self.accessible.get_attributes() or {}

    def has_state(self, name):
        """For instance 'focused', 'sensitive', 'checked', 'selected', 'expanded'.

        GTK 4.8 never sets 'showing', and 'focused' not on an entry: the focus is in a part that is not told of.
        """
        state = getattr(self.app.atspi.StateType, name.upper().replace('-', '_'))
        return self.accessible.get_state_set().contains(state)

    @property
    def actions(self):
        interface = self.accessible.get_action_iface()
        return [interface.get_action_name(i) for i in range(interface.get_n_actions())] if interface else []

    @property
    def parent(self):
        parent = self.accessible.get_parent()
        return Node(self.app, parent) if parent else None

    @property
    def children(self):
        count = self.accessible.get_child_count()
        children = (self.accessible.get_child_at_index(i) for i in range(count))
        return [Node(self.app, child) for child in children if child is not None]

    @property
    def path(self):
        """Its name on the bus, which GTK gives to one control only, and never again."""
        return self.accessible.path

    def walk(self):
        """Yields this control and all below it, as Seen: who keeps one keeps its `now`. What goes away is left out."""
        yield from Tree(self.app).walk(self)

    def click(self):
        """Presses a button, flips a switch, follows a link: its first real action."""
        wanted = ('click', 'activate', 'press', 'toggle', 'jump')
        actions = self.actions
        index = next((actions.index(name) for name in wanted if name in actions), None)
        if index is None:
            raise AssertionError(f'{self} has no action to click: {actions}')
        self.accessible.get_action_iface().do_action(index)

    def act(self, name):
        actions = self.actions
        if name not in actions:
            raise AssertionError(f'{self} has no action {name}: {actions}')
        self.accessible.get_action_iface().do_action(actions.index(name))

    @property
    def component(self):
        """What has a place on the screen, as all that is there does."""
        component = self.accessible.get_component_iface()
        if component is None:
            raise self.app.gone(f'{self.path} is gone')
        return component

    @property
    def box(self):
        """Where it is in its window: x, y, width, height. Negative or outside where it is scrolled away."""
        area = self.component.get_extents(self.app.atspi.CoordType.WINDOW)
        return area.x, area.y, area.width, area.height

    @property
    def frame(self):
        """The window it is in."""
        node = self
        while node.role not in FRAMES:
            node = node.parent
            if node is None:
                raise AssertionError(f'{self} is in no window')
        return node

    def is_above(self, other):
        """Whether `other` is this control or somewhere in it."""
        while other is not None:
            if other.path == self.path:
                return True
            other = other.parent
        return False

    @property
    def is_shown(self):
        """Whether it is on a page that is shown, be it scrolled out of sight."""
        return Tree(self.app).is_shown(self)

    def press(self, button=1):
        """Clicks it with the mouse, once it stands still: for what has no action (rows, entries, papers)."""
        before = None
        for _ in range(RESTS):
            now = self.box
            if now == before:
                break
            before = now
            time.sleep(REST)
        frame = self.frame
        window = self.app.window_of(frame)
        outer = self.app.geometry(window)
        _, _, frame_width, frame_height = frame.box
        x, y, width, height = self.box
        # The frame of GTK begins inside the border that it paints itself.
        x += (outer['WIDTH'] - frame_width) // 2 + width // 2
        y += (outer['HEIGHT'] - frame_height) // 2 + height // 2
        if not (0 <= x < outer['WIDTH'] and 0 <= y < outer['HEIGHT']):
            raise AssertionError(f'{self} is outside its window, at {x}, {y}')
        # Without --sync, which waits 15 s for the pointer to leave where it is already; the server takes both in turn.
        self.app.desktop.run('xdotool', 'mousemove', '--window', str(window), str(x), str(y), 'click', str(button))

    def select(self):
        """Selects this row in its list. Rows have no action of their own: Return then activates it."""
        parent = self.accessible.get_parent()
        parent.get_selection_iface().select_child(self.accessible.get_index_in_parent())

    def set_text(self, text):
        """Fills an entry. Never for secrets: what comes over AT-SPI stays in the heap of D-Bus. Type those."""
        self.accessible.get_editable_text_iface().set_text_contents(text)

    def __str__(self):
        try:
            return f'{self.role} “{self.name}”'
        except self.app.gone as error:
            return f'(gone: {error})'


def matches(node, role, name):
    if role is not None and node.role not in ((role,) if isinstance(role, str) else role):
        return False
    if name is None:
        return True
    return bool(name.search(node.name)) if hasattr(name, 'search') else node.name == name


class Seen(Node):
    """A control in a Tree: what it was when the tree was looked at. Its text and its place are asked for."""

    def __init__(self, tree, path, above):
        # pylint: disable=super-init-not-called
        self.app = tree.app
        self.tree = tree
        self.path = path
        self.above = above          # the path of what it is in; None where it has to be asked for
        self.order = 0
        self.count = None           # how many are in it; what is None below was not told and is asked for
        self.wordless = False
        self.told = {}
        self.states = None

    path = None                     # told, not asked for

    @property
    def accessible(self):
        return self.tree.accessible(self)

    @property
    def now(self):
        """The control itself, to be asked anew."""
        return Node(self.app, self.accessible)

    def _once(self, what, ask):
        if what not in self.told:
            self.told[what] = ask(super())
        return self.told[what]

    role = property(lambda self: self._once('role', lambda node: node.role))
    name = property(lambda self: self._once('name', lambda node: node.name))
    description = property(lambda self: self._once('description', lambda node: node.description))

    @property
    def text(self):
        if self.wordless:
            return ''
        if self.count is None:
            return super().text
        # libatspi would look for it in its parent first, and ask that for each of its children.
        (length,) = self.app.ask(self.path, 'org.freedesktop.DBus.Properties', 'Get', '(ss)',
                                 ('org.a11y.atspi.Text', 'CharacterCount'))
        return self.app.ask(self.path, 'org.a11y.atspi.Text', 'GetText', '(ii)', (0, length))[0]

    def has_state(self, name):
        if self.states is None:
            return super().has_state(name)
        return bool(self.states >> getattr(self.app.atspi.StateType, name.upper().replace('-', '_')) & 1)

    @property
    def parent(self):
        return self.tree.parent(self)

    @property
    def children(self):
        return self.tree.children(self)

    def walk(self):
        yield from self.tree.walk(self)


class Tree:
    """A look at all controls of an application.

    GTK tells of all in one answer (the interface that fills the caches of screen readers), where asking one by one takes
    some thousand questions. That answer has only those that somebody has asked for before, and those that have been
    hidden since, in the same states as the others. How many there are in each is true, so where the numbers differ the
    children are asked for; where one has taken the place of another they do not differ. A thorough look asks for all
    children; one is taken every THOROUGH seconds, or seldom enough to be a quarter of all looking, so that nothing is
    missed for longer.
    """

    CACHE = ('/org/a11y/atspi/cache', 'org.a11y.atspi.Cache', 'GetItems')
    THOROUGH = 0.7

    def __init__(self, app, thorough=False):
        self.app = app
        self.seen = {}
        self.below = {}
        self.complete = set()       # whose children have been counted
        self.picked = {}
        self.thorough = thorough or time.monotonic() > app.thorough_next
        self.cost = 0.0
        if not app.piecemeal:
            self._look()
        if self.thorough:
            app.thorough_next = time.monotonic() + self.THOROUGH

    def _look(self):
        try:
            (items,) = self.app.ask(*self.CACHE)
        except self.app.gone:
            return                  # it has just begun: one by one, then
        for (_, path), _, (_, above), order, count, interfaces, name, role, description, (low, high) in items:
            seen = Seen(self, path, above)
            seen.states = low | high << 32
            seen.order = order
            seen.count = count
            seen.wordless = 'org.a11y.atspi.Text' not in interfaces
            seen.told = {'name': name, 'role': self.app.role_name(role), 'description': description}
            self.seen[path] = seen
            self.below.setdefault(above, []).append(seen)
        for children in self.below.values():
            children.sort(key=lambda seen: seen.order)

    # From one to the other

    def meet(self, node):
        """A Node, as this tree has seen it."""
        path = node.path
        if path not in self.seen:
            self.seen[path] = Seen(self, path, None)
        if not isinstance(node, Seen):
            self.app.accessibles[path] = node.accessible
        return self.seen[path]

    def children(self, node):
        node = self.meet(node)
        known = self.below.get(node.path, [])
        # Windows are few, and one often takes the place of another.
        if node.path not in self.complete and (len(known) != node.count or (known and self.thorough)
                                               or node.role == 'application'):
            began = time.monotonic()
            self.below[node.path] = known = self._ask_for_children(node)
            self.cost += time.monotonic() - began
            if self.thorough:
                self.app.thorough_next = max(self.app.thorough_next, time.monotonic() + 3 * self.cost)
        self.complete.add(node.path)
        return list(known)

    def _ask_for_children(self, node):
        accessible = node.accessible
        children = []
        for i in range(accessible.get_child_count()):
            child = accessible.get_child_at_index(i)
            if child is not None:
                children.append(self.meet(Node(self.app, child)))
                children[-1].above = node.path
        return children

    def parent(self, node):
        node = self.meet(node)
        if node.role == 'application':
            return None             # the desktop above it has the same path, on another bus name
        if node.above is None or node.above not in self.seen:
            parent = node.accessible.get_parent()
            if parent is None:
                return None
            node.above = self.meet(Node(self.app, parent)).path
        return self.seen[node.above]

    def accessible(self, seen):
        """What libatspi makes of it, which comes from its parent only."""
        if seen.path not in self.app.accessibles:
            if seen.above not in self.seen:
                raise self.app.gone(f'{seen.path} is in nothing')
            parent = self.accessible(self.seen[seen.above])
            for i in range(parent.get_child_count()):
                child = parent.get_child_at_index(i)
                if child is not None:
                    self.app.accessibles[child.path] = child
                    if child.path == seen.path:
                        break
            else:
                raise self.app.gone(f'{seen.path} is gone')
        return self.app.accessibles[seen.path]

    def walk(self, node):
        """Yields it and all below it. What goes away meanwhile is left out."""
        node = self.meet(node)
        yield node
        try:
            children = self.children(node)
        except self.app.gone:
            return
        for child in children:
            yield from self.walk(child)

    # What is shown

    def _is_picked(self, node):
        """Whether the mouse would meet this control (or what is in it) in the middle of what can be seen of it; None where
        nobody can say."""
        if node.path not in self.picked:
            self.picked[node.path] = self._pick(node)
        return self.picked[node.path]

    def _pick(self, node):
        if min(node.box[2:]) <= 0:
            return False
        left, top, right, end = self._seen_part(node)
        if left >= right or top >= end:
            return None                 # scrolled out of sight
        there = node.frame.component.get_accessible_at_point((left + right) // 2, (top + end) // 2,
                                                             self.app.atspi.CoordType.WINDOW)
        return node.is_above(self.meet(Node(self.app, there))) if there else None

    def _seen_part(self, node):
        """What of it lies within its window and all that it scrolls in: left, top, right, end."""
        x, y, width, height = node.box
        part = x, y, x + width, y + height
        while node is not None and node.role not in FRAMES:
            node = self.parent(node)
            if node is not None and node.role in (SCROLLER, *FRAMES):
                x, y, width, height = node.box if node.role == SCROLLER else (0, 0, *node.box[2:])
                part = (max(part[0], x), max(part[1], y), min(part[2], x + width), min(part[3], y + height))
        return part

    def is_shown(self, node):
        """Whether it is on a page that is shown.

        GTK 4.8 tells of the pages behind the shown one as well, in the same states and the same places; only the
        mouse knows better. So each page around this control is asked for by the middle of what can be seen of it. The
        mouse does not meet what is insensitive: such a page counts as shown if none of its sisters is.
        """
        node = self.meet(node)
        _, _, width, height = node.box
        if width <= 0 or height <= 0:
            return False
        while node is not None and node.role != 'application':
            page = self.parent(node)
            if page is not None and page.name in PAGES and not self._is_page_shown(node, page):
                return False
            node = page
        return True

    def _is_page_shown(self, node, page):
        if self._is_picked(node) is not False:
            return True
        if node.has_state('sensitive'):
            return False
        around = self.parent(page) if page.name == 'GtkStackPage' else page
        return not any(self._is_picked(child) for sister in around.children if not sister.is_above(node)
                       for child in (sister.children or [sister])[-1:])
