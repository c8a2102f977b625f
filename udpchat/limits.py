"""Every limit and timer of udpchat: name, unit, reason. Nothing that a stranger can make grow is without one."""

from __future__ import annotations

from typing import Final

# --- wire: datagrams and packets (see wire/PROTOCOL.md) ---------------------------------------------------------------

DEFAULT_PORT: Final = 11111  # UDP port of a server
DATAGRAM_BYTES: Final = 1200  # UDP payload that every path carries (RFC 9000 section 14)
PATH_DATAGRAM_BYTES: Final = 1452  # largest payload probed for on a network: Ethernet less IPv6 and UDP headers
LOOPBACK_DATAGRAM_BYTES: Final = 16 * 1024  # on this very computer no link cuts datagrams; one TLS record each
HELLO_BYTES: Final = 64  # least size of HELLO: the answer (42 bytes) is always smaller
DISCOVER_BYTES: Final = 256  # least size of DISCOVER: HERE (at most 112 bytes) is always smaller
COOKIE_BYTES: Final = 64  # longest cookie that a client accepts; ours has 23
COOKIE_LIFE_S: Final = 10.0  # a client that needs longer than this asks again
COOKIE_KEY_LIFE_S: Final = 60.0  # the key of the cookies rotates, the previous one stays valid
WINDOW_BYTES: Final = 1024 * 1024  # bytes past the contiguous offset that we take: 100 MB/s at 10 ms
MIN_WINDOW_BYTES: Final = 256 * 1024  # smallest window that a peer may declare
MAX_WINDOW_BYTES: Final = 4 * 1024 * 1024  # largest window that we use
HANDSHAKE_WINDOW_BYTES: Final = 64 * 1024  # window until both sides have said theirs: a TLS handshake fits many times
REASSEMBLY_SEGMENT_COUNT: Final = 4096  # pieces out of order: a whole window of full datagrams, not of single bytes
ACK_RANGE_COUNT: Final = 32  # ranges in one ACK; the rest is repeated or forgotten
ACK_EVERY_COUNT: Final = 4  # ack-eliciting packets per ACK; an ACK for each would be a quarter of the whole cost
ACK_REPORT_COUNT: Final = 8  # a hole is forgotten after it was reported in that many ACKs
MAX_ACK_DELAY_S: Final = 0.020  # an ACK waits no longer than this for company
MAX_PEER_ACK_DELAY_S: Final = 0.500  # a peer may not slow our probes down by more
FIRST_SAMPLE_S: Final = 0.300  # an older cookie tells of lost packets, not of the round trip
INITIAL_RTT_S: Final = 0.040  # before the first sample: a LAN, and a busy computer
GRANULARITY_S: Final = 0.001  # timer resolution assumed (RFC 9002 section 6.1.2)
PACKET_THRESHOLD: Final = 3  # later packets acknowledged before one counts as lost (RFC 9002 section 6.1.1)
MAX_PACKET_THRESHOLD: Final = 64  # it adapts up to this when a loss turns out to be reordering
TIME_THRESHOLD: Final = 1.125  # of the round trip (RFC 9002 section 6.1.2)
MAX_TIME_THRESHOLD: Final = 3.0  # it adapts up to this
LOST_MEMORY_COUNT: Final = 256  # lost packets remembered, so that a late ACK can undo the loss
PTO_MIN_S: Final = 0.050  # an overloaded server answers late; 30 ms gave spurious probes with 500 clients
PTO_MAX_S: Final = 3.0  # a probe at least this often while something is in flight
PTO_PROBE_COUNT: Final = 2  # packets per probe time-out
INITIAL_WINDOW_PACKETS: Final = 10  # congestion window at the start (RFC 9002 section 7.2)
MIN_WINDOW_PACKETS: Final = 4  # floor of the congestion window: 10 % loss still moves 3 MB/s at 1 ms
CONGESTION_BETA: Final = 0.7  # what a loss leaves of the window
PERSISTENT_CONGESTION_PTOS: Final = 3  # all lost for that long: back to the floor (RFC 9002 section 7.6)
SKIP_PACKET_MIN: Final = 100  # a packet number is left out every 100 to 500, to catch who acknowledges unseen packets
SKIP_PACKET_SPAN: Final = 400
SKIPPED_MEMORY_COUNT: Final = 64  # skipped numbers remembered
AMPLIFICATION: Final = 3  # an unproven address gets at most so many times the bytes that came from it (RFC 9000 section 8)
PATH_TRY_COUNT: Final = 3  # challenges to a new address
PATH_TRY_S: Final = 0.300  # between two of them
PATH_RESPONSE_COUNT: Final = 4  # challenges answered per turn
SIZE_PROBE_COUNT: Final = 3  # tries of a larger datagram
SIZE_PROBE_S: Final = 0.250  # between two of them
IDLE_TIMEOUT_S: Final = 30.0  # nothing heard for so long: the connection is gone
KEEPALIVE_S: Final = 10.0  # a client pings after so much quiet, three times within the idle timeout
SILENCE_S: Final = 10.0  # a client that waits for an answer gives the connection up and makes a new one
CONNECT_RETRY_S: Final = 0.100  # first repetition of HELLO; doubles
CONNECT_RETRY_MAX_S: Final = 1.6
CONNECT_ATTEMPT_S: Final = 3.0  # then a fresh id and a fresh cookie
HANDSHAKE_DEADLINE_S: Final = 5.0  # a server waits so long for TLS to finish
LOGIN_DEADLINE_S: Final = 15.0  # and so long for a sign-in after it
LINGER_S: Final = 1.0  # a graceful close waits so long for what is queued
CLOSING_PTOS: Final = 3  # CLOSE is repeated on demand for that many probe time-outs
CLOSE_REPEAT_COUNT: Final = 10  # and at most so often
CLOSE_REASON_BYTES: Final = 120  # UTF-8 bytes of a reason: one line
RECORD_LIMIT: Final = 2**23  # TLS records under one key; AES-GCM allows 2^24.5 (RFC 8446 section 5.5), Python has no KeyUpdate
CONNECTION_AGE_S: Final = 24 * 3600.0  # fresh keys once a day
RECORD_BYTES: Final = 16 * 1024  # plain bytes of one TLS record
SMALL_RECORD_BYTES: Final = 1024  # the usual record: OpenSSL keeps a buffer for the largest one ever, for each connection
CHAT_RECORD_BYTES: Final = 4 * 1024  # while more than that of chat waits: a quarter of the TLS calls of a flood
LOW_WATER_BYTES: Final = 4 * 1024  # encrypted but unsent: what a late chat message must wait for
FRAME_BYTES: Final = 64 * 1024  # one application frame
SIGNED_OUT_FRAME_BYTES: Final = 4 * 1024  # the same before the sign-in
SIGNED_OUT_BYTES: Final = 64 * 1024  # all frames together before the sign-in
PACKETS_PER_TURN: Final = 32  # one connection may not starve the others
CONNECTIONS: Final = 2000  # open at once: about 40 KiB each
CONNECTIONS_PER_ADDRESS: Final = 32  # one computer
HALF_OPEN: Final = 128  # TLS not finished: 45 KiB each
HALF_OPEN_GRACE_S: Final = 1.0  # a younger one is not put out for a newcomer: a whole class may come at once
HALF_OPEN_PER_ADDRESS: Final = 8
CONNECTS_PER_S: Final = 400.0  # a fifth of a core in TLS handshakes
CONNECTS_PER_S_PER_ADDRESS: Final = 5.0
CONNECT_BURST_PER_ADDRESS: Final = 20
ADDRESS_MEMORY_COUNT: Final = 4096  # addresses whose rate is remembered
STATELESS_PER_S: Final = 2000.0  # RETRY and VERNEG
RESETS_PER_S: Final = 1000.0
ANSWERS_PER_S: Final = 1000.0  # HERE
PRIVILEGED_PORT: Final = 1024  # below live echo and chargen: never answered without state

# --- sign-in and invites ----------------------------------------------------------------------------------------------

SCRYPT_N: Final = 2**15  # cost of a new password: 32 MiB of memory, with the p below 270 ms
SCRYPT_N_MIN: Final = 2**14  # less would let a rogue server guess cheaply from one sign-in
SCRYPT_N_MAX: Final = 2**17  # 128 MiB: more would let it exhaust an old computer
SCRYPT_R: Final = 8  # block size: the one value in use
SCRYPT_P: Final = 3  # lanes of a new password
SCRYPT_P_MAX: Final = 4  # with SCRYPT_N_MAX 1.5 s, the longest that a person waits
HOST_CHARS: Final = 253  # characters of a host name (RFC 1035)
INVITE_CHARS: Final = 512  # characters of a pasted invite or address, with line breaks: longest proper one is 324

# --- words: the vocabulary --------------------------------------------------------------------------------------------

TEXT_BYTES: Final = 16 * 1024  # UTF-8 bytes of one message: a long paste, and one TLS record
MARKS_PER_BASE: Final = 8  # combining marks after one character in a text: every living script fits, a tower does not
NAME_CHARS: Final = 32  # characters of a username after NFKC: fits a column on a screen
NAME_MARKS: Final = 3  # combining marks after one letter of a name: Thai and pointed Hebrew fit
RAW_NAME_CHARS: Final = 128  # characters of a name as typed: refused with a sentence, not by closing the connection
DISPLAY_CHARS: Final = 64  # characters of a display name or country
SERVER_NAME_BYTES: Final = 64  # UTF-8 bytes of a server name: what a discovery answer has room for
APP_CHARS: Final = 64  # characters of the program's name and version in a Hello
FEATURES_COUNT: Final = 32  # features that one side may name
CODE_CHARS: Final = 32  # characters of a refusal code, a feature or a role
EPOCH_CHARS: Final = 64  # characters of an epoch: 256 bits in hex
DETAIL_CHARS: Final = 200  # characters of a reason in words: one line on a screen
SCRAM_CHARS: Final = 1024  # characters of one SCRAM message: four times the longest that we write
SALT_BYTES: Final = 64  # bytes of a salt at most; ours are 16
KEY_BYTES: Final = 32  # bytes of a SCRAM key: SHA-256
TOKEN_BYTES: Final = 32  # bytes of a login or guest token: not to be guessed
RESET_TOKEN_BYTES: Final = 16  # bytes of a reset token, as on the wire
REF_BYTES: Final = 16  # bytes of a client's reference of a message: 128 random bits never meet
INTERVALS_COUNT: Final = 256  # intervals of seq in one Synchronise: 256 * 40 characters fit a frame
EVENTS_COUNT: Final = 1000  # events in one frame; 64 KiB of frame is usually the tighter bound
PEOPLE_COUNT: Final = 200  # people on one page: 200 * 300 bytes fit a frame
PRESENCE_COUNT: Final = 100  # people that come, and people that go, in one delta: both lists fit a frame
INTEGER_MAX: Final = 2**63 - 1  # largest whole number that travels: what SQLite stores

# --- store ------------------------------------------------------------------------------------------------------------

STORE_BUSY_S: Final = 5.0  # s that SQLite waits for a lock: a backup or a virus scanner holding the file for a moment
STORE_STATEMENT_COUNT: Final = 128  # prepared statements kept per connection: more than the store has
STORE_CACHE_BYTES: Final = 8 * 1024 * 1024  # page cache per connection: keeps the upper levels of 1,000,000 messages
STORE_JOURNAL_BYTES: Final = 16 * 1024 * 1024  # what the write-ahead log shrinks to after a burst
STORE_FULL_CHECK_BYTES: Final = 32 * 1024 * 1024  # every page is checked at the start up to this size, a moment's work
EPOCH_BYTES: Final = 16  # two restored stores never share an epoch by chance
TOKEN_LIFE_S: Final = 30 * 24 * 3600.0  # a login token that nobody used for so long is void
TOKENS_PER_USER: Final = 20  # devices and browsers of one person; the oldest makes room
TOKEN_SUCCESSORS: Final = 2  # unused successors of one token: answers that may have been lost on the way

# --- operator's words -------------------------------------------------------------------------------------------------

ADDRESS_CHARS: Final = 64  # of an address with its port as text; room for IPv6
PATH_BYTES: Final = 4096  # of the data folder's path, as long as Linux has it
LOG_TEXT_CHARS: Final = 400  # of one line of the log: two lines of a wide window
LOG_PAGE_COUNT: Final = 64  # lines of the log in one frame: far under the frame's 64 KiB
SESSION_ROWS_COUNT: Final = 128  # sessions in one frame; more take several
PORT_MAX: Final = 65535  # largest UDP port

# --- server -----------------------------------------------------------------------------------------------------------

SIGNIN_TRIES_COUNT: Final = 20  # refusals on one connection; then it is closed
REQUEST_RATE_PER_S: Final = 20.0  # cost of control requests per second and session: a person's client needs one or two
REQUEST_BURST: Final = 60.0  # and at once, after a reconnect
PASSWORD_FREE_FAILURES: Final = 3  # wrong passwords per account and address before a delay: typing errors
PASSWORD_DELAY_MAX_S: Final = 60.0  # 1, 2, 4 s and so on up to this; never a lock, which would harm the owner
PASSWORD_MEMORY_S: Final = 900.0  # failures are forgotten after this long without one
PASSWORD_MEMORY_COUNT: Final = 8192  # (account, address) pairs remembered, oldest forgotten first
ACCOUNT_FAILURES_PER_MIN: Final = 30.0  # wrong passwords per account over all addresses: a distributed guess crawls
ADDRESS_FAILURES_PER_MIN: Final = 20.0  # refusals per address over all accounts; loopback exempt
ADDRESS_SIGNUPS_PER_MIN: Final = 60.0  # new accounts and guests per address: a class behind one router; loopback exempt
GUEST_GRACE_S: Final = 120.0  # a guest's name stays reserved so long after the connection died
SESSION_QUEUE_BYTES: Final = 256 * 1024  # unsent chat per session; beyond it the session reads from the log instead
CONTROL_QUEUE_BYTES: Final = 64 * 1024  # unsent control per session; beyond it presence is caught up later
FANOUT_FRAME_BYTES: Final = 60 * 1024  # one Events frame; the wire carries 64 KiB
HISTORY_PAGE_COUNT: Final = 64  # events of one page of the catch-up
HISTORY_PAGE_BYTES: Final = 48 * 1024  # text of one page
HISTORY_PAGES_PER_TURN: Final = 64  # pages read for all sessions before the packet loop goes on: about 10 ms
INBOX_POSTS: Final = 64  # posts of one session that wait for its rate or for a commit; a client keeps fewer in flight
INBOX_BYTES: Final = 1024 * 1024  # the same in bytes
POST_BURST_S: Final = 4.0  # the byte rate of posts may be used so many seconds ahead
TURN_WRITES: Final = 2048  # requests of one commit: bounds what a failure throws away and how long a turn lasts
FANOUT_PACE_S: Final = 0.002  # while busy, commits are at least so far apart: more events per datagram
FANOUT_BUSY_DELIVERIES: Final = 64  # a turn with at least so many deliveries counts as busy
PRESENCE_TICK_S: Final = 1.0  # joins and leaves are told together, once per so long
LOG_LINES_PER_S: Final = 50  # log events per reason; the rest is counted out loud and left out
LOG_EVENT_COUNT: Final = 10_000  # log events not yet pulled
SHUTDOWN_COMMIT_S: Final = 0.4  # a stop waits so long for the commit under way
SHUTDOWN_FLUSH_S: Final = 0.4  # and so long for the goodbyes to leave
SPARE_CONNECTIONS: Final = 64  # beside the sessions: operators, and people who are to be told that it is full
OPERATORS: Final = 8  # at once: one window per screen in the room, and some that died a moment ago
OPERATOR_TICK_S: Final = 1.0  # figures and the table of sessions are told once per so long
LOG_TICK_S: Final = 0.1  # lines of the log that come closer together travel together
LOG_LINES_KEPT: Final = 2000  # lines kept for operators: an evening, or a minute of a full room
LOG_GREETING_COUNT: Final = 500  # lines told to an operator who has just come: several screens
LOG_PAGE_BYTES: Final = 32 * 1024  # lines of one frame; the wire carries 64 KiB
SESSION_ROWS_PER_TICK: Final = 512  # rows told to one operator at once, the longest untold first: about 3 ms
CHANGES_WAITING: Final = 8  # changes of settings that wait for the one under way
MOVE_FLUSH_S: Final = 0.3  # a relay that changes its port waits so long until everybody has heard it
CALLERS_COUNT: Final = 4096  # addresses remembered that ever asked something: a count for the operator, no more

# --- client -----------------------------------------------------------------------------------------------------------

OUTBOX_COUNT: Final = 1000  # messages typed and not yet confirmed: hours of a person offline; then the shell says so
OUTBOX_BYTES: Final = 4 * 1024 * 1024  # the same in UTF-8 bytes
POSTS_IN_FLIGHT: Final = 32  # posts sent and not yet answered: fills a turn of the server, and it bounds a retry
POST_RETRY_S: Final = 1.0  # least wait before a post that the server could not take is sent again
RECONNECT_MIN_S: Final = 1.0  # first wait before another attempt to connect; doubles
RECONNECT_MAX_S: Final = 30.0  # longest wait: a person who sees the server come back does not wait longer
RECONNECT_JITTER: Final = 0.5  # share by which a wait is lengthened at random: a class does not return in step
STABLE_S: Final = 10.0  # a connection that was online so long is replaced at once when it breaks, else after a wait
QUIET_HINT_S: Final = 5.0  # without any answer, before the person is told the likely causes
QUIET_S: Final = 10.0  # without a connection, before an attempt counts as unanswered and a wait begins
SUSPENDED_S: Final = 10.0  # later than promised by so much: the computer slept, and the server may have given us up
SIGN_IN_S: Final = 30.0  # a server that does not answer a sign-in for so long: connect again (a slow scrypt fits)
LOGOUT_S: Final = 1.5  # the good-bye is waited for so long; with the wire's own linger under the promised 2 s
GUEST_NAME_TRIES: Final = 12  # a welcome that got lost leaves our own name taken: with back-off longer than the grace
CACHE_SHOWN_COUNT: Final = 500  # newest cached messages that are read at the start: several screens
CACHE_BACKLOG_BYTES: Final = 16 * 1024 * 1024  # messages waiting for a slow disk; beyond it they are shown, not cached
HELD_INTERVALS_COUNT: Final = 10_000  # gaps in what is held; an honest server makes a handful
EARLY_FRAMES_BYTES: Final = 2 * 1024 * 1024  # frames kept while the account's folder is being opened
KNOWN_PEOPLE_COUNT: Final = 10_000  # people online that a client remembers
WRITE_RETRY_S: Final = 1.0  # wait before the client's store is tried again after a failure
ADDRESSES_PER_SERVER: Final = 8  # hints where a pinned server was met
KNOWN_SERVER_COUNT: Final = 1000  # pins kept, oldest forgotten first
EARLIER_COUNT: Final = 100  # cached messages of one page of the past: several screens, and read in a millisecond
DRAFT_BYTES: Final = 64 * 1024  # of an unsent text that is kept, UTF-8: more than any message may have
NOTES_SAVE_S: Final = 0.5  # drafts and marks reach the disk at most so often, not with every key
ACCOUNT_READ_WAIT_S: Final = 1.0  # for a look into the file of an account that another window is writing to
GUEST_FOLDER_LIFE_S: Final = 24 * 3600.0  # what a killed guest left is kept so long for their return
SHARED_FILE_BYTES: Final = 4 * 1024 * 1024  # read of pins or preferences; a larger file is not ours
SHARED_WRITE_TRIES: Final = 20  # of replacing such a file while another window reads it: some milliseconds each
REFUSED_RETRY_S: Final = 5.0  # a server that is full and names no time is asked again after so long
WINDOW_SLOTS_COUNT: Final = 64  # windows of one person that are placed apart; more than a screen can show
WINDOW_KINDS_COUNT: Final = 32  # kinds of windows whose geometry is remembered
GEOMETRY_CHARS: Final = 64  # of one window's geometry: 1360x820+100+100
SCALE_PERCENT_MIN: Final = 100  # of everything: below it the smallest text cannot be read
SCALE_PERCENT_MAX: Final = 250  # above it a window does not fit a usual screen

# --- finding servers --------------------------------------------------------------------------------------------------

DISCOVERY_GROUP: Final = "239.255.111.11"  # IPv4 multicast, organisation-local scope (RFC 2365)
PORTS_SEARCHED: Final = 8  # from DEFAULT_PORT on: several servers on one computer
DISCOVERY_ROUNDS_S: Final = (0.0, 0.1, 0.25, 0.5, 0.9, 1.4)  # s after the beginning: a lost datagram is asked again
DISCOVERY_WAIT_S: Final = 3.0  # s after the beginning a search is over: what has not answered by then is not near
SEEK_ROUNDS_S: Final = (0.0, 0.2)  # the same while a lost server is looked for: the group, then the broadcast
SEEK_FIRST_S: Final = 4.0  # s after a server was lost it is looked for elsewhere; then after twice as long, and so on
SEEK_MAX_S: Final = 60.0  # s between two such searches at most: 200 clients make about 100 datagrams a second
QUESTIONS_COUNT: Final = 4096  # questions whose answers are taken: 6 rounds through a dozen interfaces and many hints
SIGHTINGS_COUNT: Final = 64  # servers listed: a person cannot choose from more
INTERFACE_COUNT: Final = 16  # addresses of this computer that are shown and searched

# --- net and terminal -------------------------------------------------------------------------------------------------

SOCKET_BUFFER_BYTES: Final = 4 * 1024 * 1024  # asked of the system for each direction: a class of pupils may burst
DATAGRAM_BYTES_MAX: Final = 65535  # the longest datagram there is: Windows reports a shorter buffer as an error
DATAGRAMS_PER_TURN: Final = 256  # read before the core works: more would make confirmations late, fewer more commits
FLUSHES_PER_TURN: Final = 64  # calls of datagrams_to_send before reading again, so that sending never starves reading
LOOP_WAIT_S: Final = 1.0  # longest wait of a loop: `until` is asked at least so often, whatever a platform's signals do
BLOCKED_RETRY_S: Final = 0.001  # least wait while the system takes no datagram: no spinning on a deadline in the past
STOP_WAIT_S: Final = 1.2  # a told relay says goodbye for so long, then it ends
WORKERS_WAIT_S: Final = 0.4  # and so long for each worker's last job; together under the promised 2 s
LOG_LINES_WAITING: Final = 10_000  # lines kept for a reader of the log who does not read; then lines are dropped
LOG_FILE_BYTES: Final = 1024 * 1024  # of one part of a relay's log file, of which there are two: 10,000 lines each
NETWORKS_EVERY_S: Final = 30.0  # a relay looks for its addresses anew: a cable is plugged in, a network changes
LOG_WAIT_S: Final = 0.2  # for the last lines of the log at the end
OUTPUT_WAIT_S: Final = 2.0  # for the last lines of a chat: a pager may be slow, but not for ever
LINES_AHEAD: Final = 64  # typed lines taken from a pipe before the first of them was dealt with
LINE_READ_BYTES: Final = 64 * 1024  # read at once from standard input; a longer line is refused anyway
LINE_CHARS: Final = 4_000  # of one printed line, and of one line that is read: what a terminal shows without pain
HISTORY_SHOWN_COUNT: Final = 20  # messages of the past shown at the first sign-in
ANSWER_WAIT_S: Final = 10.0  # before the terminal client gives up on a server that never answered
PASSWORD_FILE_BYTES: Final = 4096  # of a password file: its first line is the password

# --- operate: looking after a relay of this computer ------------------------------------------------------------------

RELAY_EARLY_S: Final = 3.0  # a relay that ends with a complaint so soon cannot run as it is set up: no other try by itself
RELAY_RETRY_MIN_S: Final = 1.0  # before a relay that died is started again; doubles
RELAY_RETRY_MAX_S: Final = 30.0  # longest such wait
RELAY_RETRIES: Final = 5  # starts by itself within the time below; after that a person has to look
RELAY_RETRIES_S: Final = 600.0
RELAY_AWAIT_S: Final = 20.0  # for a relay that somebody else just starts in the same folder: a slow disk fits
RELAY_GOODBYE_S: Final = 5.0  # after the operator's word, then after a signal, before the next stronger means of ending it
RELAY_BUSY_POLL_S: Final = 0.1  # between two looks at a relay that starts or ends
RELAY_POLL_S: Final = 1.0  # between two looks otherwise
OUTPUT_BYTES: Final = 64 * 1024  # of what relays print beside the log, kept from one to the next
LAST_WORDS_BYTES: Final = 8 * 1024  # read from the end of a relay's output: a traceback
LAST_WORDS_COUNT: Final = 12  # lines of it that are shown

# --- windows ----------------------------------------------------------------------------------------------------------

SHELL_TICK_S: Final = 0.1  # s between two looks of a client for a server that was lost
STRANGER_WAIT_S: Final = 1.5  # s that a server is looked for before the person is asked about another one in its place
CLOSE_WAIT_S: Final = 2.0  # s that a closed window waits, unseen, for the server's goodbye
BACKGROUND_LOOK_S: Final = 0.03  # s between two looks for the outcome of a blocking call: a person does not notice
TICK_BUDGET_S: Final = 0.008  # of one tick for reading, and again for handing over events: half a frame of a screen each
TICK_REST_MIN_S: Final = 0.005  # least rest between two ticks, for painting and keys
TICK_REST_MAX_S: Final = 0.040  # longest rest while nothing happens: under 1 % of one core
TICK_REST_GROWTH: Final = 1.4  # by which the rest grows while nothing happens
PAINT_EVERY_S: Final = 0.03  # s without an idle moment after which the next tick paints: a busy machine may give none for long
DESKTOP_ANSWER_S: Final = 0.4  # for a question to the desktop while the window is made; then the usual is assumed
DESKTOP_COMMAND_S: Final = 20.0  # for a notification or a sound; what hangs longer is ended
DESKTOP_COMMAND_COUNT: Final = 4  # programs of the desktop that run for us at once; more are left out
ALERT_TITLE_CHARS: Final = 60  # of the title of a notification
LINK_CHARS: Final = 2_048  # of a web address that is opened
SIGNAL_LOOK_S: Final = 0.2  # between two looks whether the system wants the program to end: Tk hears no signals
DIARY_BYTES: Final = 256 * 1024  # of a window's log of errors, before it is put aside for a new one
DIARY_REPEATS_COUNT: Final = 5  # times that the same error is written to it
LOG_RING_COUNT: Final = 50_000  # lines of the relay's log that its window remembers: an hour of a busy class, 15 MiB
LOG_SHOWN_COUNT: Final = 5_000  # of them in a pane: Tk lays out no more without a pause
LOG_CATCH_UP_COUNT: Final = 500  # missed by a hidden pane, and added one after another; after more it is filled anew
SERVER_TICK_S: Final = 1.0  # between two looks at the clock in the server window: uptime, figures, the table of people
RAISE_LOOK_S: Final = 0.5  # between two looks whether a second start wants this window in front
LOG_FLUSH_S: Final = 0.1  # between two batches of lines for a pane: a flood costs ten insertions a second
OPERATOR_BYE_S: Final = 0.15  # for the goodbye of a server window that closes; the relay goes on
LOG_SLICE_COUNT: Final = 200  # lines put into a pane, or taken out, at once: 5 ms
FIGURE_SAMPLE_S: Final = 10.0  # between two points of a curve in the server window: drawing one takes 5 ms
FIGURE_SAMPLES_COUNT: Final = 60  # points of a curve: ten minutes
INTERFACES_EVERY_S: Final = 10.0  # between two looks at this computer's addresses: a cable is plugged in, a network changes
DISPLAY_TEXT_CHARS: Final = 4_000  # of one text handed to Tk: 64 KB in one line scroll at 100 ms a step, 4 KB at 5
DISPLAY_LINE_CHARS: Final = 200  # of one line in a list or a title: more never fits
DISPLAY_MARKS: Final = 4  # combining marks shown on one character: Thai and pointed Hebrew fit, higher ones overprint
RTL_LINE_CHARS: Final = 400  # of a line put into right-to-left order by ourselves: longer ones wrap, which it cannot follow
SEARCH_AGAIN_S: Final = 15.0  # between two quiet searches while the connect window is open: a server may be started meanwhile
SIGHTING_LIFE_S: Final = 50.0  # a server that missed three searches leaves the list
REMEMBERED_SHOWN_COUNT: Final = 8  # known servers listed though they do not answer: the ones used last
PASSWORD_CHARS: Final = 256  # of a typed password; more is a paste gone wrong
SEARCH_TICK_MS: Final = 5  # between two looks while servers answer a search: how finely round trips are measured
CONNECT_TICK_MS: Final = 100  # between two looks of the connect window at search and countdown
TIP_DELAY_MS: Final = 550  # a pointer that rests so long asks what this is
ZOOM_MIN_PERCENT: Final = 85  # smallest text: 12 px letters for the body
ZOOM_MAX_PERCENT: Final = 160  # largest text that the smallest window still has room for
SCALE_MIN: Final = 1.0  # smallest scale factor: images are drawn for at least 96 dots per inch
SCALE_MAX: Final = 4.0  # largest: a screen of 384 dots per inch
TIMELINE_COUNT: Final = 10_000  # messages and notices of a conversation in memory: a day of a busy class; more is on disk
TIMELINE_SLACK_COUNT: Final = 500  # over that before the oldest go, so that they go in slabs
TIMELINE_CHARS: Final = 16 * 1024 * 1024  # the same in characters: a thousand of the longest messages
ROWS_SHOWN_COUNT: Final = 300  # items of a conversation in its widget: Tk stays quick, scrolling back brings the others
ROWS_SLACK_COUNT: Final = 60  # over that before rows leave, so that a row that comes does not push one out each time
ROWS_PER_FLUSH_CHARS: Final = 24_000  # the same in characters, of long messages: 20 ms
ROWS_PER_FLUSH_COUNT: Final = 60  # rows drawn at once: 12 ms, and more than a screen holds; in a flood the rest is passed over
FLUSH_S: Final = 0.030  # between two redraws of the chat while messages keep coming: 33 a second
CATCH_UP_FLUSH_S: Final = 0.250  # the same while the past is loaded: nobody reads that fast
GROUP_GAP_S: Final = 300.0  # messages of one person within so long share one head
FAULT_SHOWN_S: Final = 20.0  # s after the last line about a fault that the server's window warns of it
RETURN_GAP_S: Final = 60.0  # who is back within so long has not left: most clients return that soon after a restart
RETURN_LOOK_COUNT: Final = 100  # items back in which their leaving is looked for
NOTICE_GAP_S: Final = 600.0  # comings and goings within so long share one line, unless something was said
NOTICE_NAMES_COUNT: Final = 3  # names in such a line; of more the first two and how many others
UNREAD_SHOWN_COUNT: Final = 99  # a badge counts so far
DRAFT_SAVE_S: Final = 1.0  # after the last key, before a draft is written to disk
ALERT_EVERY_S: Final = 3.0  # between two sounds or notifications; what comes meanwhile is told together
ALERT_CHARS: Final = 120  # of a message in a notification
AVATARS_BUDGET_S: Final = 0.012  # of one drawing for avatars that were never drawn; the others follow in the next
TITLE_CHARS: Final = 120  # of a window title; no bar has room for more
BANNER_DELAY_S: Final = 0.7  # a loss that is over sooner is told by the dot alone: a banner would move the chat
MARK_EVERY_S: Final = 1.0  # between two writes of how far one has read
RTT_EVERY_S: Final = 2.0  # between two looks at the round trip
FIND_CHARS: Final = 100  # of what one looks for
FIND_HITS_COUNT: Final = 1000  # messages found; nobody steps through more
PEOPLE_FILTER_COUNT: Final = 12  # people online before the pane offers a filter: more do not fit a small window
FOLD_CHARS: Final = 4_000  # of a message shown before *Show more*
FOLD_LINES: Final = 60  # the same in lines: a screen
LINE_BREAK_CHARS: Final = 2_000  # of one line on the screen; Tk lays out longer ones slowly
COMPOSER_LINES: Final = 6  # lines that the composer grows to; then it scrolls
COUNTER_BYTES: Final = 14 * 1024  # of a text in bytes, before the composer tells how many are left
TOAST_S: Final = 3.0  # a passing word stays so long
WINDOW_WIDTH_PX: Final = 720  # least width of the chat window
WINDOW_HEIGHT_PX: Final = 480  # least height of it
PANE_WIDTH_PX: Final = 1100  # with less the people pane lies over the chat instead of beside it
RAIL_WIDTH_PX: Final = 820  # with less the side shows pictures only
CHAT_WIDTH_PX: Final = 860  # of a line of text at most: longer ones are hard to read
STENCILS_KEPT: Final = 1024  # drawings kept of each kind, about 10 KiB each: the avatars of a large lobby
IMAGES_KEPT: Final = 800  # images kept that no widget shows; windows being resized ask for many sizes
