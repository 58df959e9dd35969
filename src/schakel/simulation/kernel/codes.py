"""Numbers that stand for words in the kernel's records, and how large a model can be."""

MUNICIPALITIES, TYPES, STAGES, PARTNERS, DESKS = 32, 32, 40, 80, 160
LANES, CONTRACTS, ROUTES, QUANTILES, MEETINGS, YEARS = 2048, 1024, 8, 4096, 512, 20
DOMAINS = 8
SEVERITIES, QUESTIONS = 4, 5

ROOMS = (4096, 32768, 262144, 2097152)  # clients at once, for which the kernel is compiled
GROWTH = 8

CLASSES = 3
WAIT_BINS = 416  # quarter weeks up to two years, the last takes the rest
BINS_PER_WEEK = 4
WEEKS_PER_YEAR = 52

# names instead of numbers: numba compiles a function once for each number it is called with
SAME, MORE, LESS = 0, 1, -1  # what is added to a number
NONE, FIRST = -1, 0
AT_END, IN_FRONT = 0, 1  # of a queue

CONTINUE, WAITLIST, HEAVY_ONLY = range(3)  # admission
EFFORT, OUTPUT, TASK = range(3)  # contract form
NO_CAP, STOP, CAP_WAITLIST = range(3)
CONTINUOUS, SLOTTED, FREE = range(3)  # work
LOGNORMAL, EXPONENTIAL, FIXED_TIME, TABLE = range(4)  # how long it takes

# purposes of random numbers
(
    R_GAP,
    R_SEVERITY,
    R_QUESTIONS,
    R_COMPANION,
    R_QUESTION_GAP,
    R_LEAD,
    R_DURATION,
    R_WORSE,
    R_WHICH,
    R_ESCALATE,
    R_RETURN,
    R_RETURN_AFTER,
    R_HELPS,
    R_REFERRAL,
    R_ROUTE,
    R_CHOICE,
    R_LOST,
    R_DELAY,
    R_SELECT,
    R_AGAIN,
    R_AGAIN_AFTER,
) = range(21)

E_ARRIVE, E_DONE, E_RESTLESS, E_REACH, E_MEETING = range(5)  # kinds of events
KINDS = 8
NOWHERE, COMING, WAITING, SERVED = range(4)  # where a client is
ACTIVE, STOPPING, OUT = range(3)  # a partner
NOT_YET, IN_TIME, TOO_LATE = range(3)  # was_helped

# how a logged step or a client ended
O_RUNNING, O_DONE, O_BETTER, O_LEFT, O_ESCALATED, O_REFUSED, O_LOST, O_DROPPED = range(8)

# why the kernel came back
FINISHED, FULL, LOG_FULL = range(3)
