package flat

import "unsafe"

// Append appends the bytes of *v to dst. T must hold no pointers.
func Append[T any](dst []byte, v *T) []byte {
	return append(dst, unsafe.Slice((*byte)(unsafe.Pointer(v)), unsafe.Sizeof(*v))...)
}

// AppendSlice appends the bytes of every element of s to dst. T must hold no
// pointers. The length is not written: Load reads into a slice that has it.
func AppendSlice[T any](dst []byte, s []T) []byte {
	for i := range s {
		dst = Append(dst, &s[i])
	}
	return dst
}

// Load fills *v from the front of src and returns the rest; ok is false, and *v
// untouched, when src is too short.
func Load[T any](v *T, src []byte) (rest []byte, ok bool) {
	n := int(unsafe.Sizeof(*v))
	if len(src) < n {
		return src, false
	}
	copy(unsafe.Slice((*byte)(unsafe.Pointer(v)), n), src)
	return src[n:], true
}

// LoadSlice fills every element of s from the front of src and returns the rest.
func LoadSlice[T any](s []T, src []byte) (rest []byte, ok bool) {
	for i := range s {
		if src, ok = Load(&s[i], src); !ok {
			return src, false
		}
	}
	return src, true
}

// Bytes views *v as bytes without copying. T must hold no pointers; the view
// lives as long as v.
func Bytes[T any](v *T) []byte {
	return unsafe.Slice((*byte)(unsafe.Pointer(v)), unsafe.Sizeof(*v))
}
