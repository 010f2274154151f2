// Package config turns YAML into the validated Params of every room: desk file,
// calendar data and the files they name. It is the only room that knows YAML.
//
// One table of keys (deskTable, calendarTable) says what a file may hold: type,
// unit, default, bounds, meaning. The decoder, the JSON Schema (Schema) and the
// reference page (Reference) all read that table, so none of them drifts.
//
// A file with faults yields all of them at once, each with file, line, column
// and key path; a Desk comes only from a file without any. Load touches the
// disk; everything else is pure. Any thread may call any function; a Desk is not
// changed after it is made and may be read by all.
package config
