# Says which rows of the second file have a figure that is more than 5 % off that of the first, which has the same rows.

function numbers(line, into) { gsub(/[^0-9|]/, "", line); return split(line, into, "|") }

FNR == NR { kept[FNR] = $0; next }
/^\|/ {
  count = numbers(kept[FNR], old)
  numbers($0, new)
  for (i = 1; i <= count; i++) {
    off = new[i] - old[i]
    if (off < 0) off = -off
    if (off * 20 > old[i] + 0) {
      print "was: " kept[FNR] "\nnow: " $0
      wrong = 1
      break
    }
  }
}
END { exit wrong }
