"""Everything that can go wrong, as a tree split by blame: our side, the peer's protocol, a refusal by the server.

    UdpchatError
    +-- LocalError      this computer, this person's input, this person's choice
    +-- RemoteError     the peer broke the protocol: close the connection
    +-- Refusal         the server understood and said no; `code` is what travels

The class is what code matches on, `code` is what travels and what scripts read, `sentence` is what a person reads. All
sentences live in `catalogue`: each says in plain words what happened and what to do next.
"""

from __future__ import annotations

from udpchat.errors.local import BadAddress as BadAddress
from udpchat.errors.local import BadDay as BadDay
from udpchat.errors.local import BadInvite as BadInvite
from udpchat.errors.local import BadLine as BadLine
from udpchat.errors.local import BadName as BadName
from udpchat.errors.local import BadPassword as BadPassword
from udpchat.errors.local import Cancelled as Cancelled
from udpchat.errors.local import CannotRead as CannotRead
from udpchat.errors.local import CertificateChanged as CertificateChanged
from udpchat.errors.local import CertificateUnknown as CertificateUnknown
from udpchat.errors.local import DamagedKey as DamagedKey
from udpchat.errors.local import DamagedStore as DamagedStore
from udpchat.errors.local import FolderInUse as FolderInUse
from udpchat.errors.local import FolderNotWritable as FolderNotWritable
from udpchat.errors.local import GuestEnded as GuestEnded
from udpchat.errors.local import LocalError as LocalError
from udpchat.errors.local import ManyGroups as ManyGroups
from udpchat.errors.local import NameDoesNotResolve as NameDoesNotResolve
from udpchat.errors.local import NoAnswer as NoAnswer
from udpchat.errors.local import NoGroupHere as NoGroupHere
from udpchat.errors.local import NoMessageHere as NoMessageHere
from udpchat.errors.local import NoRoomPassword as NoRoomPassword
from udpchat.errors.local import NoSpace as NoSpace
from udpchat.errors.local import NotWritten as NotWritten
from udpchat.errors.local import NotYet as NotYet
from udpchat.errors.local import NotYourName as NotYourName
from udpchat.errors.local import NotYourServer as NotYourServer
from udpchat.errors.local import OutboxFull as OutboxFull
from udpchat.errors.local import PortInUse as PortInUse
from udpchat.errors.local import ProfileInUse as ProfileInUse
from udpchat.errors.local import SignInAgain as SignInAgain
from udpchat.errors.local import StoreTooNew as StoreTooNew
from udpchat.errors.local import TextEmpty as TextEmpty
from udpchat.errors.local import TextTooLong as TextTooLong
from udpchat.errors.local import UnprovenServer as UnprovenServer
from udpchat.errors.local import Yourself as Yourself
from udpchat.errors.refusals import REFUSALS as REFUSALS
from udpchat.errors.refusals import RETRIABLE as RETRIABLE
from udpchat.errors.refusals import AuthFailed as AuthFailed
from udpchat.errors.refusals import BadRequest as BadRequest
from udpchat.errors.refusals import Banned as Banned
from udpchat.errors.refusals import DiskFull as DiskFull
from udpchat.errors.refusals import FateUnknown as FateUnknown
from udpchat.errors.refusals import FileChanged as FileChanged
from udpchat.errors.refusals import FileTooLarge as FileTooLarge
from udpchat.errors.refusals import Full as Full
from udpchat.errors.refusals import GroupFull as GroupFull
from udpchat.errors.refusals import GuestsOff as GuestsOff
from udpchat.errors.refusals import InvalidName as InvalidName
from udpchat.errors.refusals import InvalidText as InvalidText
from udpchat.errors.refusals import Muted as Muted
from udpchat.errors.refusals import NoSuchFile as NoSuchFile
from udpchat.errors.refusals import NoSuchGroup as NoSuchGroup
from udpchat.errors.refusals import NoSuchMessage as NoSuchMessage
from udpchat.errors.refusals import NoSuchRealm as NoSuchRealm
from udpchat.errors.refusals import NoSuchUser as NoSuchUser
from udpchat.errors.refusals import NotAllowed as NotAllowed
from udpchat.errors.refusals import NotAMember as NotAMember
from udpchat.errors.refusals import PasswordNeeded as PasswordNeeded
from udpchat.errors.refusals import Paused as Paused
from udpchat.errors.refusals import PrivateOff as PrivateOff
from udpchat.errors.refusals import Quota as Quota
from udpchat.errors.refusals import RealmElsewhere as RealmElsewhere
from udpchat.errors.refusals import RealmFull as RealmFull
from udpchat.errors.refusals import RealmItself as RealmItself
from udpchat.errors.refusals import RealmName as RealmName
from udpchat.errors.refusals import RealmSecret as RealmSecret
from udpchat.errors.refusals import RealmShut as RealmShut
from udpchat.errors.refusals import RealmTaken as RealmTaken
from udpchat.errors.refusals import Refusal as Refusal
from udpchat.errors.refusals import RoomPassword as RoomPassword
from udpchat.errors.refusals import SignupClosed as SignupClosed
from udpchat.errors.refusals import SlowDown as SlowDown
from udpchat.errors.refusals import SlowModeOn as SlowModeOn
from udpchat.errors.refusals import Storage as Storage
from udpchat.errors.refusals import UsernameTaken as UsernameTaken
from udpchat.errors.refusals import WrongCode as WrongCode
from udpchat.errors.refusals import WrongPassword as WrongPassword
from udpchat.errors.refusals import refusal as refusal
from udpchat.errors.tree import ProtocolViolation as ProtocolViolation
from udpchat.errors.tree import RemoteError as RemoteError
from udpchat.errors.tree import UdpchatError as UdpchatError
