// Package fix talks FIX with the exchange. A Session stands between two rings:
// it takes approved instructions from the one and sends each as one message, it
// puts every answer as an event into the other. It never originates an
// application message and never sends one twice.
//
// The codec (Encoder, Decoder) is bytes in, bytes out, and knows no engine. The
// engine behind the rings is quickfixgo v0.9.11, fenced: it connects through a
// relay of ours in the same process. What comes in passes internal/frame, so that
// nothing reaches its parser that could end the process; what goes out passes the
// relay's last check of the latch and of the message's age, right before the
// exchange's socket. It keeps no message (PersistMessages=N, a store of two
// numbers), begins every logon at 1 (ResetOnLogon=Y), and ToApp vetoes a resend.
//
// Threads. The loop's thread pushes the out ring, pops the in ring and may call
// Wake, Up and Stats. The sender goroutine alone pops the out ring and calls
// SendToTarget. The engine's session goroutine decodes. Both push the in ring, one
// at a time under a mutex. When the in ring is full they wait: the socket is not
// read until there is room, and no fill is dropped. Start and Stop belong to the
// caller; a stopped Session is not started again.
//
// The engine is given one message at a time, the next when the relay has written
// it: quickfixgo's own queue stays empty, which spares its busy loop and leaves
// what waits in the out ring, where it can still be held back one by one.
//
// Between Wake calls the sender polls: every millisecond while messages pass, every
// ten when all is quiet, without sleeping when Params.Spin is set.
package fix
