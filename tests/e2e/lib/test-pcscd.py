#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The private pcscd, tried with a toy card: run by with-pcscd."""

import ctypes
import os
import pathlib
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import desktop
import pcscd
import tap

PORT = int(os.environ['ECPA_VPCD_PORT'])
ATR = bytes.fromhex('3BB813008131FA524348534B204E4849CF')
PRESENT = 0x20


class ToyCard:
    """Sits in a slot and answers every APDU with its name."""

    def __init__(self, port, name):
        self.name = name
        self.socket = socket.create_connection(('127.0.0.1', port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()

    def receive(self, length):
        data = b''
        while len(data) < length:
            # vpcd sends length and body apart: without this each answer waits 40 ms
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
            more = self.socket.recv(length - len(data))
            if not more:
                raise EOFError
            data += more
        return data

    def serve(self):
        try:
            while True:
                length, = struct.unpack('>H', self.receive(2))
                message = self.receive(length)
                if length == 1 and message[0] in (0, 1, 2):
                    continue
                answer = ATR if message == b'\4' else self.name + b'\x90\0'
                self.socket.sendall(struct.pack('>H', len(answer)) + answer)
        except (EOFError, OSError):
            pass

    def pull(self):
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()


class ReaderState(ctypes.Structure):
    _fields_ = [('reader', ctypes.c_char_p), ('user', ctypes.c_void_p), ('current', ctypes.c_ulong),
                ('event', ctypes.c_ulong), ('atr_length', ctypes.c_ulong), ('atr', ctypes.c_ubyte * 33)]


class Client:
    """As much of PC/SC as it takes."""

    def __init__(self):
        self.pcsc = ctypes.CDLL('libpcsclite.so.1')
        self.context = ctypes.c_long()
        self.check(self.pcsc.SCardEstablishContext(2, None, None, ctypes.byref(self.context)))

    @staticmethod
    def check(status):
        if status & 0xffffffff:
            raise AssertionError(f'PC/SC says {status & 0xffffffff:08X}')

    def readers(self):
        length = ctypes.c_ulong(1000)
        buffer = ctypes.create_string_buffer(1000)
        self.check(self.pcsc.SCardListReaders(self.context, None, buffer, ctypes.byref(length)))
        return sorted(name for name in buffer.raw[:length.value].split(b'\0') if name)

    def is_present(self, reader):
        state = ReaderState(reader=reader)
        self.check(self.pcsc.SCardGetStatusChange(self.context, 0, ctypes.byref(state), 1))
        return bool(state.event & PRESENT)

    def ask(self, reader, apdu, times=1):
        card = ctypes.c_long()
        protocol = ctypes.c_ulong()
        self.check(self.pcsc.SCardConnect(self.context, reader, 2, 3, ctypes.byref(card), ctypes.byref(protocol)))
        request = (ctypes.c_ulong * 2)(protocol.value, 16)
        for _ in range(times):
            length = ctypes.c_ulong(258)
            answer = ctypes.create_string_buffer(258)
            self.check(self.pcsc.SCardTransmit(card, request, apdu, len(apdu), None, answer, ctypes.byref(length)))
        self.pcsc.SCardDisconnect(card, 0)
        return answer.raw[:length.value]


class TestPcscd(unittest.TestCase):
    def setUp(self):
        self.client = Client()
        self.first, self.second = self.client.readers()

    def wait_present(self, reader, expected):
        desktop.wait_until(lambda: self.client.is_present(reader) == expected, 5, f'the card to be seen: {expected}')

    def test_two_cards(self):
        one, two = ToyCard(PORT, b'one'), ToyCard(PORT + 1, b'two')
        self.wait_present(self.first, True)
        self.wait_present(self.second, True)
        self.assertEqual(self.client.ask(self.first, b'\0\xca\0\0\0'), b'one\x90\0')
        self.assertEqual(self.client.ask(self.second, b'\0\xca\0\0\0'), b'two\x90\0')
        one.pull()
        self.wait_present(self.first, False)
        self.assertTrue(self.client.is_present(self.second))
        two.pull()
        self.wait_present(self.second, False)

    def test_fast(self):
        """Without delayed acknowledgements an APDU takes well under the 40 ms it takes with them."""
        card = ToyCard(PORT, b'fast')
        self.wait_present(self.first, True)
        began = time.monotonic()
        self.client.ask(self.first, b'\0\xca\0\0\0', times=100)
        self.assertLess(time.monotonic() - began, 2)
        card.pull()
        self.wait_present(self.first, False)

    def test_ends_on_sigterm(self):
        """One of its own, told to end: it says so at once, and nothing of it is left."""
        env = {name: value for name, value in os.environ.items() if name != pcscd.INSIDE}
        whole = [sys.executable, pathlib.Path(__file__).with_name('with-pcscd'), 'sh', '-c', 'echo up; exec sleep 1000']
        with subprocess.Popen(whole, env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
            self.assertEqual(process.stdout.readline(), 'up\n')
            process.terminate()
            self.assertEqual(process.wait(15), 128 + signal.SIGTERM)
            # Whoever still ran would hold the other end.
            self.assertEqual(process.stdout.read(), '')


if __name__ == '__main__':
    tap.main()
