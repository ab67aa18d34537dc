# Sourced by check, after video.sh: no error of memory or of undefined behaviour, with sound files and with damaged ones.

export ASAN_OPTIONS=exitcode=99 UBSAN_OPTIONS=print_stacktrace=1:exitcode=99
head -n 60 frame-ends | tail -n 1 >sixty
head -c "$(cut -d' ' -f1 sixty)" stream.frames >short.frames
head -c "$(cut -d' ' -f2 sixty)" stream.h264 >short.h264
frames 3 300000 2 >wide.frames

# tour COMMAND...: every program in each of its ways, run by the command.
tour() {
  rm -f tour*
  "$1/cut_h264" 25 <short.h264 >tour.frames
  cmp tour.frames short.frames
  "$1/recorder" -p tour <tour.frames >tour.progress
  "$1/player" tour | cmp - short.h264
  "$1/player" tour 1.5 >tour.out
  "$1/player" -l tour >tour.out
  "$1/player" -v tour >tour.out
  "$1/recorder" tour-wide <wide.frames
  "$1/player" tour-wide 0.05 | tail -c 1000 | cmp - <(tail -c 1000 wide.frames)
  head -c 100000 tour >tour-cut
  exits 3 "$1/recover" tour-cut tour-recovered
  exits 3 "$1/player" tour-cut 1 >tour.out
  exits 3 "$1/player" -v tour-cut
  "$1/player" tour-recovered 1 | cmp - tour.out
  exits 1 "$1/recorder" tour-short < <(head -c 30000 short.frames)
  exits 1 "$1/recorder" tour-short <short.frames
  exits 1 "$1/player" short.h264
  exits 1 "$1/cut_h264" 25 <wide.frames >tour.out
}

step 'address and undefined-behaviour sanitizers'
tour "$work/checked" 2>clean.errors
# A recorder that waits puts what it has on the disk, and ends at a signal in the middle of a frame.
mkfifo slow
"$work/checked/recorder" -p slow.h4mk <slow >slow.progress 2>slow.errors &
recorder=$!
exec 3>slow
head -c $(($(sed -n 3p frame-ends | cut -d' ' -f1) + 100)) short.frames >&3
for ((i = 0; i < 100; i++)); do
  if grep -q '^synced 3 ' slow.progress; then break; fi
  sleep 0.1
done
grep -q '^synced 3 ' slow.progress || die 'nothing was put on the disk'
kill -TERM $recorder
exits 0 wait $recorder
exec 3>&-
[ "$(player slow.h4mk | wc -c)" = "$(sed -n 3p ends)" ] || die 'not the three whole frames'

step 'the same over 60 damaged files'
len=$(wc -c <tour)
for ((i = 0; i < 60; i++)); do
  cp tour damaged
  # Half of the places are in the first and last kilobyte, where the structure is.
  for j in 1 2 3; do
    below "$len" && place=$REPLY
    if [ $((i % 2)) = 0 ]; then below 1024 && place=$((j % 2 == 0 ? REPLY : len - 1 - REPLY)); fi
    below 256
    # shellcheck disable=SC2059
    printf "\\x$(printf %02x "$REPLY")" | dd of=damaged bs=1 seek="$place" conv=notrunc status=none
  done
  for way in 'player damaged 1.2' 'player -l damaged' 'player -v damaged' 'recover -f damaged damaged.whole'; do
    status=0
    # shellcheck disable=SC2086
    "$work"/checked/$way >/dev/null 2>damaged.errors || status=$?
    case $status in 0 | 1 | 3) ;; *) die "$way: $status: $(cat damaged.errors)" ;; esac
  done
  [ ! -e damaged.whole ] || player -v damaged.whole >/dev/null
  rm -f damaged.whole
done

step 'valgrind'
mkdir memcheck
for program in recorder player recover cut_h264; do
  printf '#!/bin/sh\nexec valgrind -q --error-exitcode=99 --leak-check=full "%s" "$@"\n' "$work/plain/$program" >memcheck/$program
  chmod +x memcheck/$program
done
tour "$work/memcheck" 2>clean.errors
