package config

import (
	"bytes"
	"encoding/json"
	"strings"
)

// Schema returns the JSON Schema (draft-07) of a desk file. It is made of the
// table that the decoder uses. What no schema can say (contradictions, calendars,
// spellings of numbers) only Load says.
func Schema() []byte {
	root := schemaOf(deskTable(), "")
	root["$schema"] = "http://json-schema.org/draft-07/schema#"
	root["title"] = "Quotient desk file"
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	_ = e.Encode(root) // maps of strings and numbers always encode
	return b.Bytes()
}

type object = map[string]any

// schemaOf returns the schema of one key. inside is the section it lies in.
func schemaOf(k *key, inside string) object {
	s := object{}
	switch k.kind {
	case kindSection:
		s = sectionSchema(k)
	case kindMap:
		s["type"], s["additionalProperties"] = "object", schemaOf(k.elem, k.name)
		s["propertyNames"] = object{"pattern": namePattern(k.names)}
	case kindList:
		s["type"], s["items"] = "array", schemaOf(k.elem, k.name)
		s["minItems"], s["maxItems"] = k.low, k.high
	default:
		s = scalarSchema(k)
	}
	if k.include {
		whole := s
		s = object{
			"if":   object{"type": "object", "required": []string{"include"}},
			"then": sectionSchema(section("", "", &key{name: "include", kind: kindFile, required: true, doc: "File that holds this section."})),
			"else": whole,
		}
	}
	if k.doc != "" {
		s["description"] = k.describe()
	}
	if inside == "defaults" || inside == "contracts" {
		delete(s, "default") // defaults may say otherwise
	} else if v, ok := k.schemaDefault(); ok {
		s["default"] = v
	}
	return s
}

// describe is the key's text for an editor.
func (k *key) describe() string {
	t := k.doc
	if k.unit != "" {
		t += " Unit: " + k.unit + "."
	}
	if k.must {
		t += " No default."
	}
	return t
}

func (k *key) schemaDefault() (any, bool) {
	switch {
	case k.def == "":
		return nil, false
	case k.kind == kindBool:
		return k.def == "true", true
	case k.kind == kindInt:
		return json.Number(k.def), true
	case k.kind == kindList:
		return strings.Split(k.def, ", "), true
	}
	return k.def, true
}

func sectionSchema(k *key) object {
	properties, required := object{}, []string{}
	for _, c := range k.keys {
		properties[c.name] = schemaOf(c, k.name)
		if c.required {
			required = append(required, c.name)
		}
	}
	s := object{"type": "object", "properties": properties, "additionalProperties": false}
	if len(required) > 0 {
		s["required"] = required
	}
	var cases []object
	for _, w := range k.cases {
		one := object{"if": object{"properties": object{w.name: object{"enum": w.words}}, "required": []string{w.name}}}
		if len(w.then) > 0 {
			one["then"] = object{"required": w.then}
		}
		if len(w.otherwise) > 0 {
			one["else"] = object{"required": w.otherwise}
		}
		cases = append(cases, one)
	}
	if len(cases) > 0 {
		s["allOf"] = cases
	}
	return s
}

const (
	codePattern     = `^[A-Za-z0-9][A-Za-z0-9._&-]{0,31}$`
	monthPattern    = `^[0-9]{4}-(0[1-9]|1[0-2])$`
	datePattern     = `^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$`
	instantPattern  = `^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])[ T]([01][0-9]|2[0-4]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,9})?)?$`
	durationPattern = `^([0-9]+(\.[0-9]+)?(ns|us|ms|s|m|h))+$`
	sizePattern     = `^([0-9]+(\.[0-9]+)?(B|KiB|MiB|GiB))+$`
	numberPattern   = `^-?(0|[1-9][0-9]*)(\.[0-9]+)?`
)

func namePattern(k kind) string {
	if k == kindMonth {
		return monthPattern
	}
	return codePattern
}

// scalarSchema returns the schema of a single value.
func scalarSchema(k *key) object {
	text := func(pattern string) object { return object{"type": "string", "pattern": pattern} }
	switch k.kind {
	case kindName:
		return object{"enum": k.words}
	case kindBool:
		return object{"type": "boolean"}
	case kindInt:
		return bounded(k, object{"type": "integer"}, 0)
	case kindDecimal:
		return object{"anyOf": []object{bounded(k, object{"type": "number"}, k.scale), text(numberPattern + "$")}}
	case kindRatio:
		return object{"anyOf": []object{bounded(k, object{"type": "number"}, k.scale), text(numberPattern + "%?$")}}
	case kindDuration:
		return text(durationPattern)
	case kindSize:
		return text(sizePattern)
	case kindDate:
		return text(datePattern)
	case kindMonth:
		return text(monthPattern)
	case kindInstant:
		if len(k.words) > 0 {
			return object{"anyOf": []object{text(instantPattern), {"enum": k.words}}}
		}
		return text(instantPattern)
	case kindCode:
		return text(codePattern)
	case kindAddress:
		return text(`^.+:[0-9]{1,5}$`)
	}
	return object{"type": "string", "minLength": 1, "maxLength": maxText}
}

// bounded adds the bounds of a number, given in 10^-scale.
func bounded(k *key, s object, scale int) object {
	if k.low == 0 && k.high == 0 {
		return s
	}
	s["minimum"] = json.Number(decimalText(k.low, scale))
	if k.high != maxNumber {
		s["maximum"] = json.Number(decimalText(k.high, scale))
	}
	return s
}
