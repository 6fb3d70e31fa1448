# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs unittest cases and speaks TAP, so that each is counted:

    if __name__ == '__main__':
        tap.main()
"""

import sys
import traceback
import unittest


class TapResult(unittest.TestResult):
    def __init__(self):
        super().__init__()
        self.number = 0

    def _say(self, good, test, more=''):
        self.number += 1
        print(f'{"" if good else "not "}ok {self.number} {test.id().removeprefix("__main__.")}{more}', flush=True)

    def _explain(self, error):
        for line in ''.join(traceback.format_exception(*error)).splitlines():
            print(f'# {line}', flush=True)

    def addSuccess(self, test):
        super().addSuccess(test)
        self._say(True, test)

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self._explain(err)
        self._say(False, test)

    def addError(self, test, err):
        super().addError(test, err)
        self._explain(err)
        self._say(False, test)

    def addSubTest(self, test, subtest, err):
        super().addSubTest(test, subtest, err)
        if err is not None:
            self._explain(err)
            self._say(False, subtest)

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self._say(True, test, f' # SKIP {reason}')


def main(names=None):
    # Classes may be named, because one process has one desktop only.
    module = sys.modules['__main__']
    loader = unittest.defaultTestLoader
    suite = loader.loadTestsFromNames(names, module) if names else loader.loadTestsFromModule(module)
    result = TapResult()
    suite.run(result)
    print(f'1..{result.number}', flush=True)
    sys.exit(0 if result.wasSuccessful() and result.number else 1)
