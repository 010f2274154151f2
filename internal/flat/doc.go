// Package flat writes pointer-free state as the bytes it is made of and reads it
// back: checkpoints and journal records of one build on little-endian 64-bit
// machines. It holds no state and may be called from any thread.
package flat
