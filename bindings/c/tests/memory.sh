# Sourced by check: memory does not grow with the file. Address space is more than memory, and is what the shell can hold down.

# within KIB COMMAND...
within() { (ulimit -v "$1"; shift; exec "$@"); }

step 'a recording of 200 000 key frames, more than the seek table holds'
frames 200000 100 1 | within 24576 recorder many.h4mk
within 16384 player -v many.h4mk
[ "$(within 16384 player -l many.h4mk | wc -l)" = 50000 ] || die 'the seek table'
[ "$(within 16384 player many.h4mk 7999.95 | wc -c)" = 400 ] || die 'the last key block with an entry'

step 'frames of 8 MiB'
frames 12 8388608 10 >long.frames
within 24576 recorder long.h4mk <long.frames
within 16384 player -v long.h4mk
within 16384 player long.h4mk 0.44 >long.out
last() { tail -c $(($1 * (17 + 8388608))) long.frames | tail -c +18; }
cmp long.out <(last 2 | head -c 8388608; last 1) || die 'not the last two frames'
head -c 70000000 long.h4mk >long.cut
exits 3 within 16384 recover long.cut long.whole 2>/dev/null
within 16384 player -v long.whole
rm -f long.*

step 'a file of 8 GiB, with holes'
# chunk TAG FILE: the file's bytes as a chunk. gzip ends with the CRC-32, lowest byte first.
chunk() {
  local crc
  crc=$(gzip -c "$2" | tail -c 8 | od -An -tx1 -N4 | awk '{ printf "\\x%s\\x%s\\x%s\\x%s", $4, $3, $2, $1 }')
  # shellcheck disable=SC2059
  printf "$1$(printf '%08x' "$(wc -c <"$2")" | sed 's/../\\x&/g')$crc"
  cat "$2"
}
# The longest block there can be, of zeros; the CRC-32 of as many is 0.
longest=4294967295
zeros() {
  printf 'CORE\xff\xff\xff\xff\0\0\0\0' >>big
  truncate -s +$longest big
}
printf 'first' >first
printf 'last block' >last
# u64 NUMBER: as eight bytes.
u64() {
  # shellcheck disable=SC2059
  printf "$(printf '%016x' "$1" | sed 's/../\\x&/g')"
}
{ printf '\0\0\0\3'; u64 0; u64 0; u64 1000000; u64 $((5 + longest)); u64 2000000; u64 $((5 + 2 * longest)); } >table
{ printf 'H4MK\0\1\0\0'; chunk CORE first; } >big
zeros
zeros
{ chunk CORE last; chunk SEEK table; } >>big
exits 3 within 16384 player big 2.5 >big.out 2>/dev/null
cmp big.out last
exits 3 within 16384 player big 1 2>/dev/null > >(tail -c 20 >big.out)
for ((i = 0; i < 100; i++)); do [ "$(wc -c <big.out)" != 20 ] || break; sleep 0.1; done
cmp big.out <(head -c 10 /dev/zero; cat last)
[ "$(within 16384 player -l big | tail -n 1)" = "2000000 3 $((8 + 17 + 2 * (12 + longest))) 10" ] || die 'the list of a big file'
rm -f big many.*
