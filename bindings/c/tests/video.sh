# Sourced by check: four minutes of H.264 are cut, recorded and sought, and ffmpeg decodes what the player gives from the right frame on.

step 'an H.264 stream'
fps=25
frames=$((fps * 240))
frame_us=$((1000000 / fps))
# Key frames at random distances of 5 frames to 10 seconds, B pictures between them, two slices a picture.
at=0
key_times=0
while below 245 && at=$((at + 5 + REPLY)) && [ "$at" -lt "$frames" ]; do
  key_times+=,$((at / fps)).$(printf '%02d' $((at % fps * 100 / fps)))
done
ffmpeg -v error -f lavfi -i "testsrc2=size=320x180:rate=$fps:duration=$((frames / fps))" -pix_fmt yuv420p -c:v libx264 -preset ultrafast \
  -bf 2 -slices 2 -g 9999 -keyint_min 1 -sc_threshold 0 -force_key_frames "$key_times" -f h264 stream.h264
# md5s FILE OUT: one line a decoded frame.
md5s() { ffmpeg -v error -f h264 -i "$1" -fps_mode passthrough -f framemd5 - | sed -n 's/^[^#].* //p' >"$2"; }
md5s stream.h264 all.md5
[ "$(wc -l <all.md5)" = "$frames" ] || die 'ffmpeg does not decode its own stream'
[ "$(sort -u all.md5 | wc -l)" = "$frames" ] || die 'frames are alike'

step 'cut and recorded'
cut_h264 "$fps" <stream.h264 >stream.frames
recorder -p video.h4mk <stream.frames >progress
[ ! -e video.h4mk.part ] || die 'the unfinished file is still there'
"$harmony4" verify video.h4mk
player -v video.h4mk
player video.h4mk | cmp - stream.h264
# What ffmpeg's own parser makes access units of, and which of them it takes for key frames.
ffprobe -v error -show_entries packet=size,flags -of csv=p=0 stream.h264 >packets
awk -F, '{ print sum += $1 }' packets >ends
awk '$1 == "written" { print $3 }' progress | cmp - ends || die 'access units are cut elsewhere than ffmpeg cuts them'
awk -F, '$2 ~ /K/ { print NR - 1 }' packets >keys
[ "$(wc -l <keys)" -gt 20 ] || die 'few key frames'
player -l video.h4mk >list
awk -v us=$frame_us '{ print $1 * us, $1 }' keys | cmp - <(cut -d' ' -f1,2 list) || die 'the seek table is not that of the key frames'

# The same stream with delimiters between its units, at another rate.
ffmpeg -v error -f h264 -i stream.h264 -c copy -bsf:v h264_metadata=aud=insert -f h264 - | tee delimited.h264 | cut_h264 30000/1001 | recorder delimited
player delimited | cmp - delimited.h264
awk '{ print int($1 * 1001 * 100 / 3), $1 }' keys | cmp - <(player -l delimited | cut -d' ' -f1,2) || die 'another rate'
rm delimited*

# key_before US FILE: the number of the last key frame not after that time, among the numbers in a file, in $REPLY.
key_before() { REPLY=$(awk -v us="$1" -v frame=$frame_us '$1 * frame <= us { key = $1 } END { print key + 0 }' "$2"); }

# sought STATUS FILE US KEY: what is played of FILE from that time on decodes to the frames from KEY on. Status 3 is that of a file that is
# cut off, maybe between a P picture and the two B pictures before it.
sought() {
  local compared
  seconds=$(($3 / 1000000)).$(printf '%06d' $(($3 % 1000000)))
  exits "$1" player "$2" "$seconds" >sought.h264
  md5s sought.h264 sought.md5
  [ -s sought.md5 ] || die "$2 at $seconds: nothing"
  compared=$(($(wc -l <sought.md5) - $1))
  sed -n "$(($4 + 1)),$(($4 + compared))p" all.md5 | cmp -s - <(head -n $compared sought.md5) || die "$2 at $seconds: other frames than from $4 on"
}

step 'sought 20 times'
last_key=$(tail -n 1 keys)
for ((i = 0; i < 20; i++)); do
  case $i in
    0) us=$((last_key * frame_us)) ;;
    1) us=$((last_key * frame_us - 1)) ;;
    2) us=$((frames * frame_us + 5000000)) ;;
    *) below $((frames * frame_us)) && us=$REPLY ;;
  esac
  key_before "$us" keys
  sought 0 video.h4mk "$us" "$REPLY"
  [ "$(wc -l <sought.md5)" = $((frames - REPLY)) ] || die "at $us: not all frames up to the end"
done

step 'a seek table of 8 slots'
"$work/small-table/recorder" thin.h4mk <stream.frames
player -l thin.h4mk >thin.list
cut -d' ' -f2 thin.list >thin.keys
stride=1
until [ $(($(wc -l <keys) / stride)) -lt 8 ]; do stride=$((stride * 2)); done
awk -v stride=$stride '(NR - 1) % stride == 0' keys | cmp - thin.keys || die "not every key frame of $stride has its entry"
for i in 1 2; do
  below $((frames * frame_us)) && us=$REPLY
  key_before "$us" thin.keys
  sought 0 thin.h4mk "$us" "$REPLY"
done

step 'cut off, sought by the tokens'
below $((frames / 2)) && whole=$((frames / 3 + REPLY))
cut_at=$(awk -v n=$whole '$1 == "written" && $2 == n { print $4 }' progress)
head -c $((cut_at + 5)) video.h4mk >cut.h4mk
awk -v n=$whole '$1 < n' keys >cut.keys
exits 3 recover cut.h4mk cut-recovered.h4mk 2>/dev/null
"$harmony4" verify cut-recovered.h4mk
for i in 1 2 3 exact; do
  below $((whole * frame_us)) && us=$REPLY
  if [ "$i" = exact ]; then us=$(($(tail -n 1 cut.keys) * frame_us)); fi
  key_before "$us" cut.keys
  sought 3 cut.h4mk "$us" "$REPLY" 2>/dev/null
  player cut-recovered.h4mk "$seconds" | cmp - sought.h264 || die 'the recovered file plays otherwise'
done
