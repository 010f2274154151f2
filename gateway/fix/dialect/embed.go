package dialect

import _ "embed"

// Session is the FIXT 1.1 dictionary in the QuickFIX XML format.
//
//go:embed FIXT11.xml
var Session []byte

// Application is the FIX 5.0 SP2 dictionary in the QuickFIX XML format.
//
//go:embed FIX50SP2.xml
var Application []byte
