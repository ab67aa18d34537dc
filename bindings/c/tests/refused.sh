# Sourced by check, after video.sh: what goes wrong is said, with the place, and costs no more than it must.

step 'what goes wrong'
# says TEXT STATUS COMMAND...: ends with the status, and with the text on standard error.
says() {
  local text=$1
  shift
  exits "$@" 2>said.errors
  grep -qF -- "$text" said.errors || die "no \"$text\" in: $(cat said.errors)"
}
frames 10 1000 2 >ten

frames 10 1000 2 | recorder there
cp there before
says 'there: exists already' 1 recorder there <ten
cmp there before
: >left.part
says 'left.part: exists already' 1 recorder left <ten
says 'usage' 2 recorder
says 'usage' 2 player
says 'usage' 2 player there 1.1234567
says 'usage' 2 player there -1
says 'usage' 2 recover there
says 'usage' 2 cut_h264 25x
says 'No such file' 1 player missing
says 'header-length at offset 0' 1 player /dev/null
says 'magic at offset 0' 1 player ten
says 'no picture' 1 cut_h264 25 <there

# Input that ends or goes wrong: what came before it is a whole file.
says 'frame 9: the input ends in it' 1 recorder short < <(head -c -1 ten)
says 'frame 9: the input ends in its header' 1 recorder shorter < <(head -c -1001 ten)
says 'frame 9: its header has another number' 1 recorder number < <(head -c 9153 ten; head -c 1017 ten)
says 'frame 9: its key flag' 1 recorder flag < <(head -c 9153 ten; head -c 1000 /dev/zero | tr '\0' '\7')
says 'frame 9: it is longer than FRAME_MAX' 1 recorder long < <(head -c 9153 ten; printf '\0\0\0\0\0\0\0\0\0\0\0\11\0\377\0\0\0')
for name in short shorter number flag long; do
  player -v $name | grep -q '9 blocks, 9000 bytes' || die "$name is not whole"
done
recorder empty </dev/null
player -v empty | grep -q ' 0 blocks' || die 'no file of no blocks'
# A key frame out of time is recorded without an entry.
says 'key frame 2 at 0 us' 0 recorder late < <(head -c 2034 ten; printf '\0\0\0\0\0\0\0\0\0\0\0\2\1\0\0\0\1x')
[ "$(player -l late | wc -l)" = 1 ] && [ "$(player late | wc -c)" = 2001 ] || die 'a key frame out of time'
# Before the first key frame there is only the start.
recorder second < <(printf '\0\0\0\0\0\17\102\100\0\0\0\0\1\0\0\0\1x')
[ "$(player second 0.5)$(player second 1)" = xx ] || die 'before the first key frame'

# A full disk: what was recorded is kept.
full() { (trap '' XFSZ; ulimit -f 4; exec recorder full) <ten; }
says 'full.part: keeps what was recorded' 1 full
exits 3 recover full.part full 2>/dev/null
player full | cmp -n 3000 - <(player there)

# One bit of block 5: nothing of that block is given out, and the place is named.
cp there bit
block=$(player -l there | awk '$2 == 4 { print $3 }')
printf '\377' | dd of=bit bs=1 seek=$((block + 12 + 1000 + 12 + 500)) conv=notrunc status=none
says "bit: damaged: crc at offset $((block + 1012)), chunk" 1 player bit >bit.out
player there | cmp -n 5000 - bit.out
[ "$(wc -c <bit.out)" = 5000 ] || die 'bytes of a damaged block came out'
says 'damaged: crc' 1 player -v bit
says 'kept 5 blocks' 3 recover bit bit.whole
# The same for a block that is longer than the player's buffer.
frames 3 300000 1 | recorder wide
printf '\377' | dd of=wide bs=1 seek=$((8 + 2 * 25 + 300012 + 12 + 290000)) conv=notrunc status=none
says 'wide: damaged: crc at offset 300070, chunk 3' 1 player wide >wide.out
[ "$(wc -c <wide.out)" = 300000 ] || die 'bytes of a damaged long block came out'
# A seek table with a wrong CRC is no reason not to play: the tokens lead there too.
cp there table
printf '\1' | dd of=table bs=1 seek=$((8 + 10 * 1012 + 5 * 25 + 12 + 4 + 5)) conv=notrunc status=none
player there 0.2 >there.out
says 'crc at offset' 0 player table 0.2 >table.out
cmp there.out table.out

# Blocks that are masked or sealed are not played as if they were media.
head -c 32 /dev/urandom >key
"$harmony4" export ten -o masked --mask --key-file key 2>/dev/null
says 'the blocks are masked' 1 player masked
"$harmony4" export ten -o sealed --seal-secret-file key 2>/dev/null
says 'the blocks are sealed' 1 player sealed
