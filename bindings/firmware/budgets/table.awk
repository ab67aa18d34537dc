# Makes BUDGETS.md of the figures.

function label(board, level) { return (board == "m4f" ? "M4" : "M0") ", " level }

# A figure with its thousands apart.
function apart(n,   out) {
  if (n == "") return ""
  for (out = ""; n >= 1000; n = int(n / 1000)) out = sprintf(" %03d", n % 1000) out
  return n out
}

# The figures of one kind in the four columns.
function columns(kind, name,   i, out) {
  for (i = 1; i <= builds; i++) out = out " " apart(figure[kind, build[i], name]) " |"
  return out
}

$1 == "flash" || $1 == "call" {
  which = $2 "," $3
  if (!(which in known)) { known[which] = 1; build[++builds] = which; head = head " " label($2, $3) " |"; line = line "---|" }
}
$1 == "flash" { figure["flash", which, $4] = $5 }
$1 == "call" {
  set = $4 == "" ? "plain" : $4 ~ /^AUDIO/ ? "audio" : tolower($4)
  if (!((set, $5) in seen)) { seen[set, $5] = 1; call[++calls] = $5; set_of[calls] = set }
  figure["depth", which, set "/" $5] = $6
  figure["steps", which, set "/" $5] = $7
  if ($6 + 0 > figure["stack", which, set] + 0) figure["stack", which, set] = $6
}
$1 == "state" && !($2 in size) { size[$2] = $3; state[++states] = $2 }

END {
  print "# Budgets"
  print ""
  print "What the archive takes of a Cortex-M4 (`thumbv7em-none-eabihf`) and a Cortex-M0 (`thumbv6m-none-eabi`), at opt-level `\"z\"`, which is"
  print "that of the profile `firmware`, and 3. Made by `bindings/firmware/budgets/check --write`; `check` measures again and compares."
  print ""
  print "Compilers: " compiler ", " linker
  print ""
  print "<!-- budgets -->"
  print "| bytes of flash | aim |" head
  print "|---|---|" line
  print "| reader | 6 144 |" columns("flash", "reader")
  print "| reader + writer | 10 240 |" columns("flash", "writer")
  print "| + mask | |" columns("flash", "mask")
  print "| + cipher | 26 624 |" columns("flash", "cipher")
  print "| + audio, frames of 256 | |" columns("flash", "audio-256")
  print "| + audio, frames of 1024 | |" columns("flash", "audio-1024")
  print "| + audio, frames of 2048 | |" columns("flash", "audio-2048")
  print ""
  print "| one part alone | |" head
  print "|---|---|" line
  print "| parser: chunks and their CRCs, pushed | |" columns("flash", "parser")
  print "| writer | |" columns("flash", "writer-alone")
  print "| sealed writer | |" columns("flash", "sealed-writer")
  print "| sealed reader, and reading by position | |" columns("flash", "sealed-reader")
  print "| sealer with leases, opener with a window | |" columns("flash", "session")
  print ""
  print "| bytes of stack, at the deepest call | aim |" head
  print "|---|---|" line
  print "| reader, writer | 1 024 |" columns("stack", "plain")
  print "| mask | 1 024 |" columns("stack", "mask")
  print "| cipher | 6 144 |" columns("stack", "cipher")
  print "| audio | |" columns("stack", "audio")
  print ""
  aim["parser"] = "256"; aim["writer"] = "512"; aim["opener, window 32"] = "4 096"
  print "| state | aim | bytes |"
  print "|---|---|---|"
  for (i = 1; i <= states; i++) print "| " state[i] " | " aim[state[i]] (aim[state[i]] == "" ? "" : " ") "| " apart(size[state[i]]) " |"
  print "<!-- /budgets -->"
  print ""
  print "The aims are for M4 at `\"z\"`. Flash is code, constants and initialised data that the archive adds to a program which makes the calls"
  print "of its set (`reader.c` and so on), beside memcpy, memmove, memset and memcmp, which every program has. The sets add up. All are with"
  print "the feature `small-crc`, the flags in `bindings/firmware/.cargo/config.toml`, and core built for size."
  print ""
  print "## Calls"
  print ""
  print "Stack below the caller, found by painting it, in bytes, what a call wipes behind itself included; and instructions, counted by QEMU"
  print "(`-icount`): each the most that the call took in its program. Blocks have 1024 bytes. The stack of a set may be less than that of a"
  print "larger one: the mask and all behind it wipe the states of SHA-256."
  for (part = 1; part <= 2; part++) {
    print ""
    print "| " (part == 1 ? "stack, bytes" : "instructions") " |" head
    print "|---|" line
    for (i = 1; i <= calls; i++) print "| " call[i] " |" columns(part == 1 ? "depth" : "steps", set_of[i] "/" call[i])
  }
}
