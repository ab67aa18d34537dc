# Sourced by check, after video.sh: what a recorder said that it had written is there after kill -9, whenever that comes.

# The frame stream's offset after each frame, and the media's: a frame is 17 bytes longer than its block.
awk '{ print $1 + 17 * NR, $1, NR }' ends >frame-ends

# begin NAME: a recorder that waits for frames, its process in $recorder; what is written to fd 3 is its input.
begin() {
  rm -f "$1" "$1.part" "$1.whole" pipe
  mkfifo pipe
  recorder -p "$1" <pipe >killed.progress 2>killed.errors &
  recorder=$!
  exec 3>pipe
}

# wait_for COUNT: until that many blocks are said to be written.
wait_for() {
  local tries=0
  until [ "$(grep -c ^written killed.progress)" -ge "$1" ]; do
    tries=$((tries + 1))
    [ "$tries" -lt 1000 ] || die "the recorder wrote fewer than $1 blocks: $(cat killed.errors)"
    sleep 0.01
  done
}

# recovered NAME COUNT: the file recovers, whole blocks from the first on, COUNT of them or more. Their number is in $REPLY.
recovered() {
  local len left=3
  # All of it may be there, and only its name not yet.
  if player -v "$1" >/dev/null 2>&1; then left=0; fi
  exits $left recover "$1" "$1.whole" 2>/dev/null
  exits $left "$harmony4" recover "$1" -o "$1.other" 2>/dev/null
  cmp "$1.whole" "$1.other"
  player -v "$1.whole" >/dev/null
  exits $left player "$1" >killed.h264 2>/dev/null
  player "$1.whole" | cmp - killed.h264
  len=$(wc -c <killed.h264)
  cmp -n "$len" killed.h264 stream.h264 || die "$1: other bytes than were handed in"
  REPLY=$(awk -v len="$len" '$2 == len { print $3 }' frame-ends)
  [ "$len" != 0 ] || REPLY=0
  [ -n "$REPLY" ] || die "$1: $len bytes are no whole number of blocks"
  [ "$REPLY" -ge "$2" ] || die "$1: $REPLY blocks of $2 that were written"
  rm -f "$1.whole" "$1.other"
}

step 'killed after so many bytes of input'
input_len=$(wc -c <stream.frames)
first_len=$(head -n 1 frame-ends | cut -d' ' -f1)
for k in 0 1 16 17 18 $((first_len - 1)) "$first_len" $((first_len + 1)) random random random random random random random random random; do
  if [ "$k" = random ]; then below "$input_len" && k=$REPLY; fi
  whole=$(awk -v k="$k" '$1 <= k' frame-ends | wc -l)
  begin killed
  head -c "$k" stream.frames >&3
  wait_for "$whole"
  until [ "$(wc -c 2>/dev/null <killed.part || echo 0)" -ge 8 ]; do sleep 0.01; done
  kill -9 $recorder
  exec 3>&-
  wait $recorder 2>/dev/null || true
  [ ! -e killed ] || die 'a killed recording has a whole file'
  recovered killed.part "$whole"
  [ "$REPLY" = "$whole" ] || die "killed after $k bytes: $REPLY blocks, not $whole"
done

step 'killed at random moments'
early=0 late=0
# How long a recording takes here, in milliseconds, at least 20: moments are taken from that and a tenth more.
begin killed
began=$(date +%s%N)
cat stream.frames >&3
exec 3>&-
exits 0 wait $recorder
longest=$((($(date +%s%N) - began) / 900000))
[ $longest -ge 20 ] || longest=20
for ((i = 0; i < 40; i++)); do
  begin killed
  (exec 4>&3 3>&-; cat stream.frames >&4) 2>/dev/null &
  feeder=$!
  exec 3>&-
  below $longest
  sleep $((REPLY / 1000)).$(printf '%03d' $((REPLY % 1000)))
  kill -9 $recorder 2>/dev/null || true
  wait $recorder $feeder 2>/dev/null || true
  written=$(grep -c '^written.*' killed.progress || true)
  # The last line may be cut, by the kill like anything else.
  [ "$written" = 0 ] || [ -z "$(tail -c 1 killed.progress)" ] || written=$((written - 1))
  if [ -e killed ]; then
    late=$((late + 1))
    player killed | cmp - stream.h264
  elif [ "$(wc -c 2>/dev/null <killed.part || echo 0)" -lt 8 ]; then
    early=$((early + 1))
    [ "$written" = 0 ] || die 'blocks were written and are not there'
  else
    recovered killed.part "$written"
  fi
done
echo "40 recordings killed: $early before the first byte, $late when they were whole"
[ $((early + late)) -lt 40 ] || die 'none was killed while it wrote'

step 'ended by a signal'
for signal in INT TERM; do
  begin ended
  whole=100
  head -c $(($(sed -n "${whole}p" frame-ends | cut -d' ' -f1) + 500)) stream.frames >&3
  wait_for $whole
  kill -$signal $recorder
  exits 0 wait $recorder
  exec 3>&-
  [ ! -e ended.part ] || die 'a finished recording is still a part'
  "$harmony4" verify ended >/dev/null
  player ended | cmp -n "$(sed -n "${whole}p" ends)" - stream.h264
  [ "$(player ended | wc -c)" = "$(sed -n "${whole}p" ends)" ] || die 'not the frames that were handed in'
done

step 'cut as a power cut does'
file_len=$(wc -c <video.h4mk)
for ((i = 0; i < 15; i++)); do
  below $((file_len - 8)) && head -c $((8 + REPLY)) video.h4mk >power
  recovered power 0
done
