#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Keeps what is newer than Debian 12 out of the code: GLib 2.74, GTK 4.8, libadwaita 1.2, libsoup 3.2.

A build on Debian 12 finds a newer function by itself; this also finds it in templates, which are only
read at run time, and on a newer machine. It checks that the pins of meson.build are in place as well.
"""

import os
import pathlib
import re
import sys

NEWER = {
    'libadwaita 1.3': 'AdwBanner AdwTabOverview AdwTabButton',
    'libadwaita 1.4': 'AdwNavigationView AdwNavigationPage AdwNavigationSplitView AdwOverlaySplitView '
                      'AdwToolbarView AdwBreakpoint AdwBreakpointBin AdwSwitchRow AdwSpinRow AdwAboutDialog',
    'libadwaita 1.5': 'AdwDialog AdwAlertDialog AdwPreferencesDialog AdwAboutDialog',
    'libadwaita 1.6': 'AdwSpinner AdwBottomSheet AdwMultiLayoutView AdwButtonRow AdwLayoutSlot',
    'libadwaita 1.7': 'AdwToggleGroup AdwInlineViewSwitcher AdwWrapBox',
    'libadwaita 1.8': 'AdwShortcutsDialog AdwShortcutLabel',
    'GTK 4.10': 'GtkFileDialog GtkAlertDialog GtkUriLauncher GtkFileLauncher GtkColorDialog GtkFontDialog '
                'GtkColumnViewSorter gtk_accessible_get_accessible_parent',
    'GTK 4.12': 'GtkSectionModel GtkListHeader GtkColumnViewCell GtkColumnViewRow gtk_list_view_scroll_to '
                'gtk_css_provider_load_from_string gtk_widget_set_name_from gtk_column_view_scroll_to',
    'GTK 4.14': 'GtkPrintDialog gtk_accessible_announce GtkGraphicsOffload',
    'GTK 4.16': 'gtk_accessible_list_new_from_array',
    'GLib 2.76': 'g_set_str g_string_free_and_steal g_list_store_find_with_equal_func_full g_fsync_dir',
    'GLib 2.78': 'g_ptr_array_new_from_array g_ref_string_equal',
    'GLib 2.80': 'g_unix_fd_query_path g_set_prgname_once',
    'GLib 2.84': 'g_string_copy g_thread_pool_new_full_x',
    'libsoup 3.4': 'soup_message_set_force_http1',
}
WORDS = {word: since for since, words in NEWER.items() for word in words.split()}
ALLOWED = {'gtk': (4, 8), 'libadwaita': (1, 2)}
PINS = ('GLIB_VERSION_MAX_ALLOWED=GLIB_VERSION_2_74', 'GDK_VERSION_MAX_ALLOWED=GDK_VERSION_4_8',
        'SOUP_VERSION_MAX_ALLOWED=SOUP_VERSION_3_2', 'ADW_VERSION_MAX_ALLOWED=ADW_VERSION_1_2')
REQUIRES = re.compile(r'<requires\s+lib="([^"]+)"\s+version="(\d+)\.(\d+)')


def camel(word):
    """adw_tool_bar_new and AdwToolBar are looked up under one spelling."""
    return ''.join(part.capitalize() for part in word.split('_'))


TYPES = {word: since for word, since in WORDS.items() if word[0].isupper()}


def check_text(name, text):
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        for word in re.findall(r'[A-Za-z_][A-Za-z0-9_]{4,}', line):
            since = WORDS.get(word)
            if since is None and re.match(r'(adw|gtk)_', word):
                plain = camel(word)
                since = next((s for t, s in TYPES.items()
                              if plain.startswith(t) and len(t) > 9
                              and re.match(r'(New|Get|Set|Add|Push|Pop|Present|Close|Choose|Open|Save|Launch|Type|$)',
                                           plain[len(t):])), None)
            if since:
                found.append(f'{name}:{number}: {word} needs {since}')
        for library, major, minor in REQUIRES.findall(line):
            if (int(major), int(minor)) > ALLOWED.get(library.lower(), (99, 0)):
                found.append(f'{name}:{number}: asks for {library} {major}.{minor}')
    return found


def self_test():
    for planted in ('adw_navigation_view_push (view, page);', '<object class="AdwBanner">', 'g_set_str (&a, b);',
                    '<requires lib="gtk" version="4.10"/>', 'd = gtk_file_dialog_new ();'):
        assert check_text('planted', planted), f'not found: {planted}'
    for fine in ('adw_leaflet_navigate (l, d);', '<requires lib="libadwaita" version="1.2"/>', 'gtk_file_chooser_native_new'):
        assert not check_text('fine', fine), f'refused: {fine}'
    print('planted newer names are found')


def main():
    if '--self-test' in sys.argv:
        self_test()
        return 0

    root = pathlib.Path(os.environ['ECPA_SOURCE_ROOT'])
    paths = sorted(p for p in (root / 'src').rglob('*') if p.suffix in ('.c', '.h', '.ui'))
    found = [wrong for p in paths for wrong in check_text(p.relative_to(root), p.read_text())]
    build = (root / 'meson.build').read_text()
    found += [f'meson.build: {pin} is gone' for pin in PINS if f"'-D{pin}'" not in build]
    for line in found:
        print(line)
    print(f'{len(paths)} files')
    return 1 if found or not paths else 0


if __name__ == '__main__':
    sys.exit(main())
