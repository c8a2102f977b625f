"""Every limit and timer of udpchat: its name, its unit and its reason. Nothing that a stranger can make grow is without one."""

from __future__ import annotations

from typing import Final

# --- wire: datagrams and packets (see wire/PROTOCOL.md) ---------------------------------------------------------------

DEFAULT_PORT: Final = 11111  # UDP port of a server

# --- words: the vocabulary --------------------------------------------------------------------------------------------

TEXT_BYTES: Final = 16 * 1024  # UTF-8 bytes of one message: a long paste, and one TLS record

# --- store -------------------------------------------------------------------------------------------------------------

# --- server ------------------------------------------------------------------------------------------------------------

# --- client ------------------------------------------------------------------------------------------------------------

# --- net and terminal --------------------------------------------------------------------------------------------------

SOCKET_BUFFER_BYTES: Final = 4 * 1024 * 1024  # asked of the system for each direction: a class of pupils may burst
DATAGRAM_BYTES_MAX: Final = 65535  # the longest datagram there is: Windows reports a shorter buffer as an error
DATAGRAMS_PER_TURN: Final = 256  # read before the core works: more would make confirmations late, fewer more commits
FLUSHES_PER_TURN: Final = 64  # calls of datagrams_to_send before reading again, so that sending never starves reading
LOOP_WAIT_S: Final = 1.0  # longest wait of a loop: `until` is asked at least so often, whatever a platform's signals do
BLOCKED_RETRY_S: Final = 0.001  # least wait while the system takes no datagram: no spinning on a deadline in the past
STOP_WAIT_S: Final = 1.2  # a told relay says goodbye for so long, then it ends
WORKERS_WAIT_S: Final = 0.4  # and so long for each worker's last job; together under the promised 2 s
LOG_LINES_WAITING: Final = 10_000  # lines kept for a reader of the log who does not read; then lines are dropped
LOG_WAIT_S: Final = 0.2  # for the last lines of the log at the end
LINE_CHARS: Final = 4_000  # of one printed line, and of one line that is read: what a terminal shows without pain
HISTORY_SHOWN_COUNT: Final = 20  # messages of the past shown at the first sign-in
NO_ANSWER_S: Final = 10.0  # before the terminal client gives up on a server that never answered
PASSWORD_FILE_BYTES: Final = 4096  # of a password file: its first line is the password

