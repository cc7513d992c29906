;; The two passes of an update over flat float32 arrays, four numbers at a time.
;;
;; Arrays are given by their byte offset in the memory, their size in bytes: a multiple of 64, what lies past the last
;; number being zero. Assembled into adam-wasm.ts by embed-adam.mjs.
(module
  (import "flat" "memory" (memory 0))

  ;; Σ g², in float64: eight sums of every eighth number, in pairs, then their sum.
  (func (export "sumOfSquares") (param $g i32) (param $bytes i32) (result f64)
    (local $end i32) (local $x v128)
    (local $sum01 v128) (local $sum23 v128) (local $sum45 v128) (local $sum67 v128)
    (local.set $end (i32.add (local.get $g) (local.get $bytes)))
    (block $done
      (loop $next
        (br_if $done (i32.eq (local.get $g) (local.get $end)))
        (local.set $x (f64x2.promote_low_f32x4 (v128.load64_zero (local.get $g))))
        (local.set $sum01 (f64x2.add (local.get $sum01) (f64x2.mul (local.get $x) (local.get $x))))
        (local.set $x (f64x2.promote_low_f32x4 (v128.load64_zero offset=8 (local.get $g))))
        (local.set $sum23 (f64x2.add (local.get $sum23) (f64x2.mul (local.get $x) (local.get $x))))
        (local.set $x (f64x2.promote_low_f32x4 (v128.load64_zero offset=16 (local.get $g))))
        (local.set $sum45 (f64x2.add (local.get $sum45) (f64x2.mul (local.get $x) (local.get $x))))
        (local.set $x (f64x2.promote_low_f32x4 (v128.load64_zero offset=24 (local.get $g))))
        (local.set $sum67 (f64x2.add (local.get $sum67) (f64x2.mul (local.get $x) (local.get $x))))
        (local.set $g (i32.add (local.get $g) (i32.const 32)))
        (br $next)))
    (local.set $x (f64x2.add (f64x2.add (local.get $sum01) (local.get $sum23))
                             (f64x2.add (local.get $sum45) (local.get $sum67))))
    (f64.add (f64x2.extract_lane 0 (local.get $x)) (f64x2.extract_lane 1 (local.get $x))))

  ;; The update of `adamLoop`, four weights at a time. An average at offset 0 is none.
  (func (export "adam")
    (param $theta i32) (param $g i32) (param $m i32) (param $v i32) (param $average i32) (param $bytes i32)
    (param $gradientScale f32) (param $firstGain f32) (param $secondGain f32)
    (param $stepSize f32) (param $rootScale f32) (param $epsilon f32) (param $decay f32) (param $averageGain f32)
    (local $end i32) (local $gs v128) (local $ms v128) (local $vs v128) (local $thetas v128) (local $averages v128)
    (local.set $end (i32.add (local.get $theta) (local.get $bytes)))
    (block $done
      (loop $next
        (br_if $done (i32.eq (local.get $theta) (local.get $end)))
        (local.set $gs (f32x4.mul (f32x4.splat (local.get $gradientScale)) (v128.load (local.get $g))))
        (local.set $ms (v128.load (local.get $m)))
        (local.set $vs (v128.load (local.get $v)))
        (local.set $thetas (v128.load (local.get $theta)))

        ;; m ← m + (1 - β₁) (g - m)
        (local.set $ms (f32x4.add (local.get $ms)
          (f32x4.mul (f32x4.splat (local.get $firstGain)) (f32x4.sub (local.get $gs) (local.get $ms)))))
        (v128.store (local.get $m) (local.get $ms))

        ;; v ← v + (1 - β₂) (g² - v)
        (local.set $vs (f32x4.add (local.get $vs)
          (f32x4.mul (f32x4.splat (local.get $secondGain))
            (f32x4.sub (f32x4.mul (local.get $gs) (local.get $gs)) (local.get $vs)))))
        (v128.store (local.get $v) (local.get $vs))

        ;; θ ← θ - (decay θ + stepSize m / (rootScale √v + ε))
        (local.set $thetas (f32x4.sub (local.get $thetas)
          (f32x4.add
            (f32x4.mul (f32x4.splat (local.get $decay)) (local.get $thetas))
            (f32x4.div
              (f32x4.mul (f32x4.splat (local.get $stepSize)) (local.get $ms))
              (f32x4.add
                (f32x4.mul (f32x4.splat (local.get $rootScale)) (f32x4.sqrt (local.get $vs)))
                (f32x4.splat (local.get $epsilon)))))))
        (v128.store (local.get $theta) (local.get $thetas))

        ;; θ̄ ← θ̄ + averageGain (θ - θ̄)
        (if (local.get $average) (then
          (local.set $averages (v128.load (local.get $average)))
          (v128.store (local.get $average) (f32x4.add (local.get $averages)
            (f32x4.mul (f32x4.splat (local.get $averageGain)) (f32x4.sub (local.get $thetas) (local.get $averages)))))
          (local.set $average (i32.add (local.get $average) (i32.const 16)))))

        (local.set $theta (i32.add (local.get $theta) (i32.const 16)))
        (local.set $g (i32.add (local.get $g) (i32.const 16)))
        (local.set $m (i32.add (local.get $m) (i32.const 16)))
        (local.set $v (i32.add (local.get $v) (i32.const 16)))
        (br $next)))))
