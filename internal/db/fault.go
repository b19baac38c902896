package db

import (
	"context"
	"errors"
	"io"
	"net"

	"github.com/jackc/pgx/v5/pgconn"
)

// Fault says why the database did not do what it was asked, where that is not the asker's doing and will pass.
type Fault int

// What can be wrong with a database. NoFault stands for everything else: mistakes of ours, and refusals by its rules.
const (
	NoFault   Fault = iota
	Gone            // it cannot be reached, starts, stops, or broke off
	Overrun         // it is too busy: connections, locks, time or memory ran out
	ReadOnly        // it answers questions and takes no changes
	NoRoom          // its disk is full
	Defective       // its disk or system fails
)

// FaultOf finds the fault behind an error, by the class of its SQLSTATE (Postgres, appendix A) or by what became of the
// connection.
func FaultOf(err error) Fault {
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		return faultOfState(e.Code)
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return Overrun
	}
	_, unreached := errors.AsType[*pgconn.ConnectError](err)
	_, broken := errors.AsType[net.Error](err) // under a statement
	if unreached || broken || errors.Is(err, io.ErrUnexpectedEOF) || pgconn.SafeToRetry(err) {
		return Gone
	}
	return NoFault
}

func faultOfState(code string) Fault {
	switch code {
	case "25006": // of class 25, the state of a transaction, of which the rest is ours to get right
		return ReadOnly
	case "53100":
		return NoRoom
	case "57014": // a statement's time is over
		return Overrun
	case "55P03", "55006": // a lock that is not to be had, an object in use; the rest of class 55 is ours
		return Overrun
	}
	if len(code) != 5 {
		return NoFault
	}
	switch code[:2] {
	case "08", "57": // connection exceptions; an operator's hand, or a server that starts, stops or has crashed
		return Gone
	case "40", "53": // transactions that met, also when tried again; resources
		return Overrun
	case "58", "F0": // errors of the system below, and of the server's files
		return Defective
	}
	return NoFault
}
