target datalayout = "e-m:e-p:64:64-i64:64-i128:128-n32:64-S128"
target triple = "bpfel"
; Signed division, which BPF cpu v2 lacks: `linker` rewrites sdiv/srem to these calls.
define i64 @sbpf.sdiv.i64(i64 %x, i64 %y) noinline {
  %sx = ashr i64 %x, 63
  %sy = ashr i64 %y, 63
  %x1 = xor i64 %x, %sx
  %ux = sub i64 %x1, %sx
  %y1 = xor i64 %y, %sy
  %uy = sub i64 %y1, %sy
  %q = udiv i64 %ux, %uy
  %s = xor i64 %sx, %sy
  %q1 = xor i64 %q, %s
  %r = sub i64 %q1, %s
  ret i64 %r
}
define i64 @sbpf.srem.i64(i64 %x, i64 %y) noinline {
  %sx = ashr i64 %x, 63
  %sy = ashr i64 %y, 63
  %x1 = xor i64 %x, %sx
  %ux = sub i64 %x1, %sx
  %y1 = xor i64 %y, %sy
  %uy = sub i64 %y1, %sy
  %q = urem i64 %ux, %uy
  %q1 = xor i64 %q, %sx
  %r = sub i64 %q1, %sx
  ret i64 %r
}
define i32 @sbpf.sdiv.i32(i32 %x, i32 %y) alwaysinline {
  %a = sext i32 %x to i64
  %b = sext i32 %y to i64
  %q = call i64 @sbpf.sdiv.i64(i64 %a, i64 %b)
  %r = trunc i64 %q to i32
  ret i32 %r
}
define i16 @sbpf.sdiv.i16(i16 %x, i16 %y) alwaysinline {
  %a = sext i16 %x to i64
  %b = sext i16 %y to i64
  %q = call i64 @sbpf.sdiv.i64(i64 %a, i64 %b)
  %r = trunc i64 %q to i16
  ret i16 %r
}
define i8 @sbpf.sdiv.i8(i8 %x, i8 %y) alwaysinline {
  %a = sext i8 %x to i64
  %b = sext i8 %y to i64
  %q = call i64 @sbpf.sdiv.i64(i64 %a, i64 %b)
  %r = trunc i64 %q to i8
  ret i8 %r
}
define i32 @sbpf.srem.i32(i32 %x, i32 %y) alwaysinline {
  %a = sext i32 %x to i64
  %b = sext i32 %y to i64
  %q = call i64 @sbpf.srem.i64(i64 %a, i64 %b)
  %r = trunc i64 %q to i32
  ret i32 %r
}
define i16 @sbpf.srem.i16(i16 %x, i16 %y) alwaysinline {
  %a = sext i16 %x to i64
  %b = sext i16 %y to i64
  %q = call i64 @sbpf.srem.i64(i64 %a, i64 %b)
  %r = trunc i64 %q to i16
  ret i16 %r
}
define i8 @sbpf.srem.i8(i8 %x, i8 %y) alwaysinline {
  %a = sext i8 %x to i64
  %b = sext i8 %y to i64
  %q = call i64 @sbpf.srem.i64(i64 %a, i64 %b)
  %r = trunc i64 %q to i8
  ret i8 %r
}
